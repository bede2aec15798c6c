package dev.shisa.server.scan;

import dev.shisa.conformity.Slot;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ports that the register says the device has, to be compared with what a result saw open. What a result did not see may
 * be closed, filtered or not looked at, so that says nothing about the device.
 *
 * @param names port such as {@code 443/tcp} → names of its services; those that only a test found are not among them
 * @param found port → code of a service that only a test found
 * @param unclear names of services of which place, protocol or port was not answered
 */
record RegisteredPorts(SortedMap<String, List<String>> names, SortedMap<String, String> found, List<String> unclear) {

    /** As {@link ScanImport#ports} has them. */
    private static final Pattern PORT = Pattern.compile("(\\d{1,5}/[a-z]+)(\\?)?(?: .*)?");

    /** What the register has protocols for. */
    private static final Pattern DEVICE = Pattern.compile("[1-9]\\d*/(tcp|udp)");

    /**
     * The difference between a result and the register.
     *
     * @param unregistered what is open and not registered
     * @param perhaps the same, where no answer came, which may also mean that it is filtered
     * @param unseen what is registered and was not seen
     * @param unclear services that cannot be compared
     */
    record Difference(List<String> unregistered, List<String> perhaps, List<String> unseen, List<String> unclear) {

        boolean agrees() {
            return unregistered.isEmpty() && perhaps.isEmpty() && unseen.isEmpty() && unclear.isEmpty();
        }
    }

    static RegisteredPorts of(List<RegisterItem> services, Map<Slot, FactEntry> present) {
        SortedMap<String, List<String>> names = new TreeMap<>();
        SortedMap<String, String> found = new TreeMap<>();
        List<String> unclear = new ArrayList<>();
        for (RegisterItem item : services) {
            String place = word(present, "service.place", item.code());
            String protocol = word(present, "service.protocol", item.code());
            FactEntry port = present.get(Slot.of("service.port", item.code()));
            if (place.equals("app") || place.equals("cloud")) {
                continue;
            }
            if (!place.equals("device")
                    || protocol.isEmpty()
                    || port == null
                    || !(port.fact().value() instanceof Value.Whole(long number))) {
                unclear.add(item.name());
            } else if (FoundPorts.isOnlyFound(present, item.code())) {
                found.put(number + "/" + protocol, item.code());
            } else {
                names.computeIfAbsent(number + "/" + protocol, p -> new ArrayList<>())
                        .add(item.name());
            }
        }
        return new RegisteredPorts(names, found, unclear);
    }

    private static String word(Map<Slot, FactEntry> present, String key, String item) {
        FactEntry entry = present.get(Slot.of(key, item));
        return entry != null && entry.fact().value() instanceof Value.Word(String word) ? word : "";
    }

    /** Ports such as {@code 23/tcp} that a result saw open for certain and that are not registered. */
    SortedSet<String> outside(ScanImport scan) {
        SortedSet<String> outside = new TreeSet<>();
        for (String words : with(scan).unregistered()) {
            Matcher port = PORT.matcher(words);
            if (port.matches() && DEVICE.matcher(port.group(1)).matches()) {
                outside.add(port.group(1));
            }
        }
        return outside;
    }

    Difference with(ScanImport scan) {
        List<String> unregistered = new ArrayList<>();
        List<String> perhaps = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (String words : scan.ports()) {
            Matcher port = PORT.matcher(words);
            if (port.matches()) {
                seen.add(port.group(1));
                if (!names.containsKey(port.group(1))) {
                    (port.group(2) == null ? unregistered : perhaps).add(words);
                }
            }
        }
        List<String> unseen = new ArrayList<>();
        names.forEach((port, services) -> {
            if (!seen.contains(port)) {
                unseen.add(port + " " + String.join(", ", services));
            }
        });
        return new Difference(unregistered, perhaps, unseen, unclear);
    }
}
