package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.keys.KeyEntry;
import dev.tidemark.reconciler.keys.KeyOverview;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code tidemark keys ls}. */
@Command(
        name = "ls",
        description = "Lists the keys: what each is for, how many sealed items need it, whether it is escrowed.",
        footer = {
            "",
            "A key in use that is neither here nor escrowed is lost, unless somebody has a copy: keys check says so."
        })
final class KeysListCommand extends Verb {

    KeysListCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        try (Session session = workbench.open(global)) {
            List<KeyEntry> entries = new KeyOverview(
                            session.keys(), new KeysOfCluster(session, terminal).whereNeeded(), session.keyNeeds())
                    .entries();
            if (text()) {
                print(entries);
            } else {
                answers.print(json(entries), global.output());
            }
        }
        return ExitCode.DONE;
    }

    private void print(List<KeyEntry> entries) {
        TextTable table = new TextTable();
        table.row("KIND", "FINGERPRINT", "VALID UNTIL", "IN USE BY", "HERE", "ESCROWED");
        for (KeyEntry entry : entries) {
            table.row(
                    entry.kind().word() + (entry.inForce() ? " *" : ""),
                    entry.fingerprint(),
                    entry.validity().map(v -> Phrases.time(v.notAfter())).orElse("-"),
                    entry.kind() == KeyEntry.Kind.SIGNING ? "-" : Phrases.number(entry.inUseBy()),
                    entry.here() ? "yes" : "no",
                    entry.escrowed() ? "yes" : "no");
        }
        table.print(terminal.out());
    }

    private static ObjectNode json(List<KeyEntry> entries) {
        ObjectNode document = Json.object();
        ArrayNode list = document.putArray("keys");
        for (KeyEntry entry : entries) {
            ObjectNode node = list.addObject().put("kind", entry.kind().word()).put("fingerprint", entry.fingerprint());
            entry.validity().ifPresent(validity -> node.put(
                            "notBefore", validity.notBefore().toString())
                    .put("notAfter", validity.notAfter().toString()));
            node.put("inUseBy", entry.inUseBy())
                    .put("escrowed", entry.escrowed())
                    .put("here", entry.here())
                    .put("inForce", entry.inForce());
        }
        return document;
    }
}
