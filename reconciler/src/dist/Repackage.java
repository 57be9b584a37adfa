import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Copies jars into the distribution. The ahead-of-time cache leaves out classes of signed jars, and classes so old that
 * their methods have no stack maps (before Java 6, class file version 50): so signatures are dropped, and such
 * classes are given stack maps.
 *
 * <p>{@code java Repackage.java TO JAR...}
 */
final class Repackage {

    private static final String SIGNATURE = "META-INF/[^/]+\\.(SF|RSA|DSA|EC)";
    private static final int WITH_STACK_MAPS = 50;

    private Repackage() {}

    public static void main(String[] args) throws IOException {
        Path to = Files.createDirectories(Path.of(args[0]));
        for (String name : List.of(args).subList(1, args.length)) {
            Path jar = Path.of(name);
            Path target = to.resolve(jar.getFileName());
            if (fits(jar)) {
                Files.copy(jar, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            } else {
                rewrite(jar, target);
            }
        }
    }

    /** Whether the jar can be used as it is. A jar is of one age: its first class tells. */
    private static boolean fits(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            for (JarEntry entry : jar.stream().toList()) {
                if (entry.getName().matches(SIGNATURE)) {
                    return false;
                }
                if (isClass(entry)) {
                    return version(read(jar, entry)) >= WITH_STACK_MAPS;
                }
            }
        }
        return true;
    }

    private static void rewrite(Path file, Path target) throws IOException {
        try (URLClassLoader classes = new URLClassLoader(new URL[] {file.toUri().toURL()});
                JarFile jar = new JarFile(file.toFile(), false);
                JarOutputStream out = new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(target)))) {
            ClassHierarchyResolver hierarchy = ClassHierarchyResolver.ofResourceParsing(classes)
                    .orElse(ClassHierarchyResolver.defaultResolver())
                    .cached();
            ClassFile format =
                    ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(hierarchy));
            for (JarEntry entry : jar.stream().toList()) {
                if (!entry.getName().matches(SIGNATURE)) {
                    JarEntry copy = new JarEntry(entry.getName());
                    copy.setTime(entry.getTime());
                    out.putNextEntry(copy);
                    out.write(content(jar, entry, format));
                }
            }
        }
    }

    private static byte[] content(JarFile jar, JarEntry entry, ClassFile format) throws IOException {
        byte[] bytes = read(jar, entry);
        if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
            return withoutDigests(jar.getManifest());
        }
        return isClass(entry) && version(bytes) < WITH_STACK_MAPS ? withStackMaps(bytes, format) : bytes;
    }

    private static byte[] withoutDigests(Manifest manifest) throws IOException {
        manifest.getEntries().values().forEach(attributes -> attributes
                .keySet()
                .removeIf(name -> name.toString().endsWith("-Digest")));
        manifest.getEntries().values().removeIf(attributes -> attributes.isEmpty());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        manifest.write(out);
        return out.toByteArray();
    }

    private static byte[] withStackMaps(byte[] bytes, ClassFile format) {
        ClassTransform copyCode = ClassTransform.transformingMethods(
                MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
        ClassTransform raiseVersion = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            } else {
                builder.with(element);
            }
        };
        return format.transformClass(format.parse(bytes), copyCode.andThen(raiseVersion));
    }

    private static boolean isClass(JarEntry entry) {
        return entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/");
    }

    /** The major version of a class file (JVMS, section 4.1). */
    private static int version(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getShort(6);
    }

    private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
        try (var stream = jar.getInputStream(entry)) {
            return stream.readAllBytes();
        }
    }
}
