/**
 * The normalisation rules. Most are lines of {@code rules.yaml}, which {@link RuleFile} reads; the few that only code
 * can say are one class each, listed in {@link Rules#CODE}. Knows JSON trees, not clusters. RULES.md beside this module
 * tells how to add one.
 */
@NullMarked
package dev.tidemark.policies.normalise.rules;

import org.jspecify.annotations.NullMarked;
