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
 * @param update what the device's update page takes; empty: nobody said
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
        Map<String, String> questionnaire,
        Optional<Update> update) {

    public Declaration {
        credentials = List.copyOf(credentials);
        tcp = List.copyOf(tcp);
        udp = List.copyOf(udp);
        questionnaire = Map.copyOf(questionnaire);
    }

    /** A device of which nobody said what its update page takes. */
    public Declaration(
            String device,
            String title,
            InetAddress address,
            Optional<InetAddress> address6,
            List<Credential> credentials,
            List<DeclaredPort> tcp,
            List<DeclaredPort> udp,
            Policy policy,
            Map<String, String> questionnaire) {
        this(device, title, address, address6, credentials, tcp, udp, policy, questionnaire, Optional.empty());
    }

    /** The same device with what its update page takes. */
    public Declaration with(Update other) {
        return new Declaration(
                device, title, address, address6, credentials, tcp, udp, policy, questionnaire, Optional.of(other));
    }

    /**
     * What the device's update page takes.
     *
     * @param item which package of the maker's register it is; empty: not said
     * @param image as the maker made it for this device, so that it must be taken as it is; empty: none was handed in
     */
    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    public record Update(String item, byte[] image) {

        /** What a small computer can hold several times, as is needed to alter it. */
        public static final int IMAGE_BYTES_MAX = 16 << 20;

        public Update {
            if (image.length > IMAGE_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "an image of " + image.length + " bytes, at most " + IMAGE_BYTES_MAX);
            }
        }

        @Override
        public String toString() {
            return item + " (" + image.length + " bytes)";
        }
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
