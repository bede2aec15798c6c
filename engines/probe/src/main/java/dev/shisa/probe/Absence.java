package dev.shisa.probe;

import dev.shisa.probe.run.Bench;
import java.util.List;

/**
 * What is said of something that a run did not meet: that the device does not have it is seen only where all ports were asked.
 *
 * @param services how many were found
 * @param isScanned whether every TCP port of every address was asked, and something answered
 * @param unread addresses of pages that were led to and could not be read
 */
record Absence(Bench bench, int services, boolean isScanned, List<String> unread) {

    /** There is nothing that the key is about. */
    void none(Key key, String code) {
        observe(key, Verdict.NA, code);
    }

    /** There is nothing on the device's pages that the key is about, as far as all of them were read. */
    void noneOnPages(Key key, String code) {
        if (unread.isEmpty()) {
            none(key, code);
        } else {
            bench.observe(key, Verdict.UNKNOWN, unread.getFirst(), "web-pages-unread", Exchange.NONE, unread.size());
        }
    }

    /** Passes keys for which nothing at all was observed. */
    void passUnseen() {
        pass(Key.AUTH, "nothing-to-enter", services);
        pass(Key.DISC, "disc-harmless", 0, 0);
        pass(Key.PLAIN, "plain-none", services);
    }

    private void pass(Key key, String code, Object... args) {
        if (bench.evidence().stream().noneMatch(e -> e.key() == key)) {
            observe(key, Verdict.PASS, code, args);
        }
    }

    private void observe(Key key, Verdict verdict, String code, Object... args) {
        bench.observe(
                key,
                isScanned ? verdict : Verdict.UNKNOWN,
                bench.declared().address().getHostAddress(),
                isScanned ? code : "not-scanned",
                Exchange.NONE,
                args);
    }
}
