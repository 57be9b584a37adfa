package dev.tidemark.reconciler.keys;

import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.git.SigningKey;
import dev.tidemark.snapshots.seal.Keyring;
import dev.tidemark.snapshots.seal.SealingCertificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every key of a repository: those that it has, and those that its snapshots need. */
public final class KeyOverview {

    private final KeyHome home;
    private final ControllerKeys controllerKeys;
    private final KeyNeeds needs;
    private final EscrowRecord escrows;

    /** {@code controllerKeys} are those of the cluster; none where there is no cluster to ask. */
    public KeyOverview(KeyHome home, ControllerKeys controllerKeys, KeyNeeds needs) {
        this.home = home;
        this.controllerKeys = controllerKeys;
        this.needs = needs;
        this.escrows = home.escrows();
    }

    /** Signing and fingerprint key first, then sealing keys: the one in force, and the others, newest first. */
    public List<KeyEntry> entries() {
        List<KeyEntry> entries = new ArrayList<>();
        home.signingKey()
                .map(SigningKey::fingerprint)
                .ifPresent(name -> entries.add(plain(KeyEntry.Kind.SIGNING, name, 0)));
        home.fingerprintKey().map(FingerprintKey::id).ifPresent(id -> {
            int items =
                    needs.certificates().stream().mapToInt(needs::itemsAtHead).sum();
            entries.add(plain(KeyEntry.Kind.FINGERPRINT, id, items));
        });
        entries.addAll(sealing());
        return entries;
    }

    private KeyEntry plain(KeyEntry.Kind kind, String name, int items) {
        return new KeyEntry(kind, name, Optional.empty(), items, true, true, escrows.holds(name));
    }

    List<KeyEntry> sealing() {
        Map<String, Optional<SealingCertificate>> names = new LinkedHashMap<>();
        home.sealingCertificates().forEach(c -> names.put(c.fingerprint(), Optional.of(c)));
        home.keyring().certificates().forEach(name -> names.putIfAbsent(name, Optional.empty()));
        controllerKeys.keys().stream()
                .map(ControllerKeys.Key::certificate)
                .sorted((a, b) -> b.notBefore().compareTo(a.notBefore()))
                .forEach(c -> names.put(c.fingerprint(), Optional.of(c)));
        needs.certificates().stream()
                .filter(name -> !name.isEmpty())
                .forEach(name -> names.putIfAbsent(name, Optional.empty()));
        Optional<String> inForce = home.sealingCertificate().map(SealingCertificate::fingerprint);
        Keyring here = home.keyring().plus(controllerKeys.keyring());
        List<KeyEntry> entries = new ArrayList<>();
        names.forEach((name, certificate) -> entries.add(new KeyEntry(
                controllerKeys.keyring().certificates().contains(name)
                        ? KeyEntry.Kind.CONTROLLER
                        : KeyEntry.Kind.SEALING,
                name,
                certificate.map(c -> new KeyEntry.Validity(c.notBefore(), c.notAfter())),
                needs.itemsAtHead(name),
                here.certificates().contains(name),
                inForce.equals(Optional.of(name)),
                escrows.holds(name))));
        return entries;
    }
}
