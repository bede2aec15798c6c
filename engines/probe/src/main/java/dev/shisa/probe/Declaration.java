package dev.shisa.probe;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the maker says of one device before it is probed.
 *
 * @param address6 the same device over IPv6
 * @param questionnaire answers by keyword, quoted where only people can tell
 */
public record Declaration(
        String device,
        String title,
        InetAddress address,
        Optional<InetAddress> address6,
        List<Credential> credentials,
        List<DeclaredPort> tcp,
        List<DeclaredPort> udp,
        Policy policy,
        Map<String, String> questionnaire) {

    public Declaration {
        credentials = List.copyOf(credentials);
        tcp = List.copyOf(tcp);
        udp = List.copyOf(udp);
        questionnaire = Map.copyOf(questionnaire);
    }

    /** A log-in that was handed out with the device; {@code kind} tells in words where it comes from. */
    public record Credential(String service, String user, String password, String kind) {

        @Override
        public String toString() {
            return service + " " + user + " (" + kind + ")";
        }
    }

    /** A port that is meant to be open. */
    public record DeclaredPort(int port, String service, String purpose) {}

    /** What the evaluation guide leaves open; a value that is not set decides nothing. */
    public record Policy(
            Optional<Boolean> selfSignedAllowed,
            OptionalInt freeTriesMax,
            OptionalInt lockSecondsMin,
            OptionalInt passwordLengthMin) {}
}
