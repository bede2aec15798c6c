package dev.shisa.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Appends from many threads and says what was acknowledged, until it is killed. */
final class KilledLedger {

    private static final int CALLERS = 40;

    private KilledLedger() {}

    public static void main(String[] args) throws InterruptedException {
        Ledger ledger = Ledger.open(Path.of(args[0]), LedgerTest.KEY, LedgerTest.OPTIONS);
        AtomicLong next = new AtomicLong();
        System.out.println("ready");
        for (int caller = 0; caller < CALLERS; caller++) {
            Thread.ofPlatform().start(() -> {
                while (true) {
                    String text = args[1] + "-" + next.incrementAndGet() + "x".repeat((int) (next.get() % 300));
                    Appended appended =
                            ledger.submit(text.getBytes(StandardCharsets.UTF_8)).join();
                    String line = appended.firstIndex() + " " + text + " "
                            + appended.checkpoint().size() + " "
                            + appended.checkpoint().root().hex() + " .";
                    System.out.println(line);
                }
            });
        }
        Thread.sleep(60_000);
        System.exit(1);
    }
}
