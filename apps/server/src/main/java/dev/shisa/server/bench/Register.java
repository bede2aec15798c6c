package dev.shisa.server.bench;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Value;
import dev.shisa.server.answers.FoundPorts;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.product.RegisterItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the register of a series says of the device: its doors, and how people log in.
 *
 * @param doors every service that the device itself offers, with its port
 * @param elsewhere codes of services of apps and clouds, which no bench reaches
 * @param incomplete names of services of which place, protocol or port was not answered
 * @param logIns code → name of the log-ins
 * @param passwordOnly codes of the log-ins that use a password and nothing else
 * @param questionnaire what was answered to questions that only people can tell
 * @param packages code → name of the packages that updates replace
 */
record Register(
        List<Door> doors,
        SortedSet<String> elsewhere,
        List<String> incomplete,
        SortedMap<String, String> logIns,
        Set<String> passwordOnly,
        SortedMap<String, String> questionnaire,
        SortedMap<String, String> packages) {

    static final String SERVICE = "service";
    static final String LOGIN = "login";
    static final String PACKAGE = "package";

    /** TCP or UDP, and the number. */
    record Port(boolean udp, int number) {

        @Override
        public String toString() {
            return number + (udp ? "/udp" : "/tcp");
        }
    }

    /**
     * A service of the device.
     *
     * @param declared whether people say that it is meant to be there; one that only a run has found is not, until
     *     somebody says what it is for
     */
    record Door(String code, String name, Port port, boolean declared, String purpose) {}

    /**
     * Reads it from the facts.
     *
     * @param present the present facts of the series by slot
     * @param runs codes of the evidence that runs of the probe were recorded as
     */
    static Register of(
            List<RegisterItem> services,
            List<RegisterItem> logIns,
            List<RegisterItem> packages,
            Map<Slot, FactEntry> present,
            Map<String, String> itemNames,
            Set<String> runs) {
        List<Door> doors = new ArrayList<>();
        SortedSet<String> elsewhere = new TreeSet<>();
        List<String> incomplete = new ArrayList<>();
        for (RegisterItem item : services) {
            String place = word(present, "service.place", item.code());
            String protocol = word(present, "service.protocol", item.code());
            FactEntry port = present.get(Slot.of("service.port", item.code()));
            if (place.equals("app") || place.equals("cloud")) {
                elsewhere.add(item.code());
            } else if (!place.equals("device")
                    || protocol.isEmpty()
                    || port == null
                    || !(port.fact().value() instanceof Value.Whole(long number))) {
                incomplete.add(item.name());
            } else {
                FactEntry need = present.get(Slot.of("service.need", item.code()));
                boolean onlyMeasured = need == null
                        && (FoundPorts.isOnlyFound(present, item.code())
                                || port.fact().strength() == Strength.MEASURED
                                || runs.contains(port.evidenceCode()));
                doors.add(new Door(
                        item.code(),
                        item.name(),
                        new Port(protocol.equals("udp"), (int) number),
                        !onlyMeasured,
                        need == null ? "" : need.detail()));
            }
        }
        SortedMap<String, String> names = new TreeMap<>();
        Set<String> passwordOnly = new TreeSet<>();
        for (RegisterItem item : logIns) {
            names.put(item.code(), item.name());
            FactEntry values = present.get(Slot.of("login.values", item.code()));
            if (values != null && values.fact().value().equals(Value.words("password"))) {
                passwordOnly.add(item.code());
            }
        }
        SortedMap<String, String> questionnaire = new TreeMap<>();
        Map.of("bluetooth", "bluetooth.profiles", "usb", "usb.functions").forEach((name, key) -> {
            FactEntry answer = present.get(Slot.of(key));
            if (answer != null && answer.fact().value() instanceof Value.Words(SortedSet<String> codes)) {
                questionnaire.put(
                        name,
                        codes.isEmpty()
                                ? "0"
                                : String.join(
                                        ", ",
                                        codes.stream()
                                                .map(c -> itemNames.getOrDefault(c, c))
                                                .toList()));
            }
        });
        SortedMap<String, String> updated = new TreeMap<>();
        packages.forEach(item -> updated.put(item.code(), item.name()));
        return new Register(doors, elsewhere, incomplete, names, passwordOnly, questionnaire, updated);
    }

    /** The package that is meant; where nobody named one, the only one there is. */
    String packageOf(String named) {
        if (packages.containsKey(named)) {
            return named;
        }
        return named.isEmpty() && packages.size() == 1 ? packages.firstKey() : "";
    }

    private static String word(Map<Slot, FactEntry> present, String key, String item) {
        FactEntry entry = present.get(Slot.of(key, item));
        return entry != null && entry.fact().value() instanceof Value.Word(String word) ? word : "";
    }

    /** The services behind a port; more than one when the register tells its network sides apart. */
    List<Door> at(Port port) {
        return doors.stream().filter(door -> door.port().equals(port)).toList();
    }
}
