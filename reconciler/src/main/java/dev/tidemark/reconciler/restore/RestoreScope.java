package dev.tidemark.reconciler.restore;

import dev.tidemark.policies.mapping.NamespaceMap;
import dev.tidemark.policies.select.Selection;
import java.util.List;
import java.util.Optional;

/**
 * How much a restore may do, and to what: two restores of one snapshot with equal scopes intend the same.
 *
 * @param selection of the snapshot
 * @param namespaces which of its namespaces have another name here
 * @param allowRecreate types of which objects may be deleted and made anew, as {@code TYPE[.GROUP]}
 * @param withDependencies whether what a selected object needs and the cluster lacks comes along
 * @param ownedByOthers what becomes of objects that another tool manages
 * @param prune whether, and how, what the snapshot does not have goes
 */
public record RestoreScope(
        Selection selection,
        NamespaceMap namespaces,
        SecretsMode secrets,
        List<String> allowRecreate,
        boolean withDependencies,
        OwnedByOthers ownedByOthers,
        Optional<PruneRequest> prune) {

    public RestoreScope {
        allowRecreate = List.copyOf(allowRecreate);
    }

    /** The selection in the names of here. */
    public Selection here() {
        return namespaces.here(selection);
    }
}
