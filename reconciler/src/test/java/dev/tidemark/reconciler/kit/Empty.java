package dev.tidemark.reconciler.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a {@link TestCluster} parameter: a second cluster that holds nothing yet, for this test class alone, ended after it.
 * Every parameter so marked in the class is the same one.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Empty {}
