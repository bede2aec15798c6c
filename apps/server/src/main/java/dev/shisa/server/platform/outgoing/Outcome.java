package dev.shisa.server.platform.outgoing;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What became of something that was sent out; its words are the messages {@code outgoing.outcome.<code>}. */
public sealed interface Outcome {

    String ARRIVED = "arrived";

    String code();

    List<String> args();

    /**
     * The receiver has it.
     *
     * @param held what it has
     */
    record Arrived(String held) implements Outcome {

        @Override
        public String code() {
            return ARRIVED;
        }

        @Override
        public List<String> args() {
            return List.of();
        }
    }

    /** It may not have it. */
    record Failed(String code, List<String> args) implements Outcome {

        /** What another try would not change, since nobody has been asked yet or nobody would answer otherwise. */
        private static final Set<String> FINAL = Set.of("no-secret", "redirected", "inside", "mail-address");

        private static final Set<String> BUSY = Set.of("408", "425", "429");

        public Failed {
            args = List.copyOf(args);
        }

        public Failed(String code, Object... args) {
            this(code, Arrays.stream(args).map(String::valueOf).toList());
        }

        /** Whether the receiver, having understood what was asked, does not want it: the same again would get the same answer. */
        public boolean isRefusal() {
            return switch (code) {
                case "status" -> args.getLast().startsWith("4") && !BUSY.contains(args.getLast());
                // RFC 5321, 4.2.1: a reply that begins with 4 is for now, one with 5 for good.
                case "mail-refused" -> args.getLast().startsWith("5");
                default -> FINAL.contains(code);
            };
        }
    }
}
