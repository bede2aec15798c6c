package dev.shisa.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.driver.Client;
import dev.shisa.driver.Database;
import dev.shisa.driver.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Whether everything that a journal says was acknowledged is there in a server that runs again. */
final class Aftermath {

    private Aftermath() {}

    /** What is missing; empty if nothing is. */
    static List<String> lost(Server server, Journal journal) throws IOException, SQLException {
        List<String> lost = new ArrayList<>();
        try (Database database = Database.of(server.data())) {
            Set<String> documents =
                    new HashSet<>(database.strings("SELECT blob_sha256 FROM evidence WHERE blob_sha256 IS NOT NULL"));
            for (String sha256 : journal.documents()) {
                if (!documents.contains(sha256)) {
                    lost.add("evidence with document " + sha256);
                }
                Path file = server.data().resolve("blobs/sha256/" + sha256.substring(0, 2) + "/" + sha256);
                if (!Files.exists(file)
                        || !HexFormat.of()
                                .formatHex(PublishedTree.sha256(Files.readAllBytes(file)))
                                .equals(sha256)) {
                    lost.add("document " + sha256);
                }
            }
            Map<String, Integer> failures = new TreeMap<>();
            database.strings("SELECT encode(account, 'hex') || ' ' || failed FROM sign_in_failure")
                    .forEach(row -> failures.put(row.substring(0, 64), Integer.valueOf(row.substring(65))));
            journal.failures().forEach((email, counted) -> {
                String account = HexFormat.of().formatHex(PublishedTree.sha256(email.toLowerCase(Locale.ROOT)));
                if (failures.getOrDefault(account, 0) < counted) {
                    lost.add(counted + " failed attempts at " + email + ", found " + failures.get(account));
                }
            });
        }
        return lost;
    }

    /** Waits until the ledger has taken everything, and names each published root that it does not have any more. */
    static List<String> forks(Server server, Journal journal) throws IOException, SQLException, InterruptedException {
        Path log = server.data().resolve("ledger/1");
        try (Database database = Database.of(server.data())) {
            Installation.await("the ledger takes what waits", () -> {
                try {
                    return database.strings("SELECT count(*) FROM ledger_outbox WHERE log IS NULL")
                            .equals(List.of("0"));
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
        }
        PublishedTree tree = PublishedTree.of(log);
        List<String> forks = new ArrayList<>();
        journal.roots().forEach((size, root) -> {
            if (size > tree.size()) {
                forks.add("size " + size + " was published, the log has " + tree.size());
            } else if (!tree.root(size).equals(root)) {
                forks.add("size " + size + " had the root " + root + ", now " + tree.root(size));
            }
        });
        return forks;
    }

    /** Whether a session of before still opens pages. */
    static boolean signedIn(Server server, String session) throws IOException, InterruptedException {
        try (Client client = Client.of(server.address(), server.data(), session)) {
            return client.get("/").status() == 200;
        }
    }

    /** Nothing is lost, nothing forked, nobody signed out, and the check of everything finds nothing. */
    static void complete(Installation shisa, Server server, String session, Journal journal)
            throws IOException, SQLException, InterruptedException {
        assertThat(lost(server, journal)).isEmpty();
        assertThat(forks(server, journal)).isEmpty();
        assertThat(signedIn(server, session)).isTrue();
        Installation.Outcome verified = shisa.run("verify", "--json");
        assertThat(verified.exitCode()).as(verified.text()).isZero();
    }
}
