package dev.shisa.scan;

import java.util.List;

/**
 * Why a result does not tell all that a scan would have found. While there is one, "nothing else was detected" does not follow.
 *
 * @param reason the key of the sentence, for {@link Sentences}
 * @param arguments what the sentence quotes
 */
public record Gap(Reason reason, List<String> arguments) {

    /** What is missing. */
    public enum Reason {
        /** No host, site or file was looked at. */
        NOTHING_SCANNED,
        /** The tool was stopped, failed, or its result has no end. */
        NOT_FINISHED,
        /** Results were left out when the file was written. */
        FILTERED,
        /** A test could not be carried out. */
        NOT_TESTED,
        /** The file does not say which ports were asked. */
        PORTS_UNTOLD,
        NO_TCP,
        TCP_PARTLY,
        /** No TCP port answered, be it that it is closed: without that, silence says nothing. */
        TCP_SILENT,
        NO_UDP,
        UDP_PARTLY,
        /** UDP ports from which nothing came, which may be open as well as closed. */
        UDP_SILENT,
        NO_IPV4,
        NO_IPV6,
        /** Nobody asked what answers, and in which version. */
        NO_VERSIONS,
        /** From which side of the product, which no tool knows. */
        SIDES_UNTOLD,
        /** Not said to be the firmware that is shipped. */
        OTHER_FIRMWARE;

        /** Whether it is about how far the open ports were looked for, and not about weaknesses. */
        public boolean isOfPorts() {
            return compareTo(PORTS_UNTOLD) >= 0;
        }
    }

    public Gap {
        arguments = arguments.stream().map(a -> Texts.line(a, 200)).toList();
    }

    static Gap of(Reason reason, String... arguments) {
        return new Gap(reason, List.of(arguments));
    }
}
