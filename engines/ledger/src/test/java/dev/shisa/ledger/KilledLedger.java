package dev.shisa.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Appends from many threads and says what was acknowledged, until it is killed. */
final class KilledLedger {

    private static final int CALLERS = 40;

    /** One of so many lives begins with a burst, */
    private static final int LIVES_FOR_A_BURST = 20;

    /** of more than a mebibyte, */
    private static final int BURST_ENTRIES = 4_000;

    private static final LedgerOptions LARGE = new LedgerOptions(Duration.ofMillis(1), 1000, 64 << 20);

    /** and rests afterwards, so that the kill meets room that is made, made partly, or used. */
    private static final int REST_MS = 40;

    private KilledLedger() {}

    public static void main(String[] args) throws InterruptedException {
        boolean burst = Integer.parseInt(args[1]) % LIVES_FOR_A_BURST == 0;
        Ledger ledger = Ledger.open(Path.of(args[0]), LedgerTest.KEY, burst ? LARGE : LedgerTest.OPTIONS);
        AtomicLong next = new AtomicLong();
        System.out.println("ready");
        if (burst) {
            tell(args[1] + "-burst", ledger.append(burst(args[1])));
            // At rest, room is made for the next one.
            Thread.sleep(REST_MS);
        }
        for (int caller = 0; caller < CALLERS; caller++) {
            Thread.ofPlatform().start(() -> {
                while (true) {
                    String text = args[1] + "-" + next.incrementAndGet() + "x".repeat((int) (next.get() % 300));
                    tell(
                            text,
                            ledger.submit(text.getBytes(StandardCharsets.UTF_8)).join());
                }
            });
        }
        Thread.sleep(60_000);
        System.exit(1);
    }

    /** The first of them is what is told. */
    private static List<byte[]> burst(String life) {
        List<byte[]> entries = new ArrayList<>();
        entries.add((life + "-burst").getBytes(StandardCharsets.UTF_8));
        for (int i = 1; i < BURST_ENTRIES; i++) {
            entries.add((life + "-" + i + "x".repeat(300)).getBytes(StandardCharsets.UTF_8));
        }
        return entries;
    }

    private static void tell(String text, Appended appended) {
        String line = appended.firstIndex() + " " + text + " "
                + appended.checkpoint().size() + " "
                + appended.checkpoint().root().hex() + " .";
        System.out.println(line);
    }
}
