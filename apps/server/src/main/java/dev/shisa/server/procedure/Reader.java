package dev.shisa.server.procedure;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a tool of the bench printed, as far as it tells what a device offers. What it does not know it skips; what
 * shows that more may have been there is a {@link Gap}.
 */
enum Reader {
    /** {@code bluetoothctl}: {@code info} of a connected device, and {@code gatt.list-attributes} (BlueZ 5). */
    BLUETOOTH {

        private static final Pattern DEVICE = Pattern.compile("(?i)^Device ((?:[0-9a-f]{2}:){5}[0-9a-f]{2})\\b.*");
        private static final Pattern PROFILE =
                Pattern.compile("(?i)^UUID: (.{0,100}?)\\s*\\(([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\)$");
        private static final Pattern UUID =
                Pattern.compile("(?i)^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\\s.*)?$");

        @Override
        Output readLines(List<String> lines) {
            Set<String> seen = new LinkedHashSet<>();
            Set<String> devices = new TreeSet<>();
            boolean disconnected = false;
            boolean listed = false;
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                Matcher device = DEVICE.matcher(line);
                Matcher profile = PROFILE.matcher(line);
                if (device.matches()) {
                    devices.add(device.group(1).toUpperCase(Locale.ROOT));
                } else if (profile.matches()) {
                    seen.add(named(profile.group(1), profile.group(2)));
                } else if (line.matches("(?i)connected: no")) {
                    disconnected = true;
                } else if (line.matches("(?i)(primary|secondary) service.*")) {
                    // Then its path, its UUID and its name, a line each.
                    listed = true;
                    for (int j = i + 1; j < Math.min(i + 4, lines.size()); j++) {
                        Matcher uuid = UUID.matcher(lines.get(j));
                        if (uuid.matches()) {
                            seen.add(named(j + 1 < lines.size() ? lines.get(j + 1) : "", uuid.group(1)));
                            break;
                        }
                    }
                }
            }
            Set<Gap> gaps = EnumSet.noneOf(Gap.class);
            if (devices.size() > 1) {
                gaps.add(Gap.SEVERAL);
            }
            if (disconnected && !listed) {
                gaps.add(Gap.NOT_CONNECTED);
            }
            return bounded(seen, gaps);
        }

        // Numbers that the Bluetooth SIG gave are told by their short form.
        private String named(String name, String uuid) {
            String lower = uuid.toLowerCase(Locale.ROOT);
            String number = lower.startsWith("0000") && lower.endsWith("-0000-1000-8000-00805f9b34fb")
                    ? lower.substring(4, 8)
                    : lower;
            return (name.strip() + " (" + number + ")").strip();
        }
    },

    /** {@code lsusb -v -d VENDOR:PRODUCT}: the classes of the interfaces of one device (usbutils). */
    USB {

        private static final Pattern DEVICE =
                Pattern.compile("^Bus \\d{3} Device \\d{3}: ID ([0-9a-f]{4}:[0-9a-f]{4}).*");
        private static final Pattern FIELD = Pattern.compile("^(b[A-Z]\\w{1,40})\\s+(\\d{1,3})\\s*(.{0,80})$");

        @Override
        Output readLines(List<String> lines) {
            Set<String> seen = new LinkedHashSet<>();
            int devices = 0;
            int promised = 0;
            int interfaces = 0;
            Set<String> numbers = new TreeSet<>();
            for (String line : lines) {
                Matcher field = FIELD.matcher(line);
                if (DEVICE.matcher(line).matches()) {
                    devices++;
                } else if (field.matches()) {
                    switch (field.group(1)) {
                        case "bNumInterfaces" -> promised += Integer.parseInt(field.group(2));
                        case "bConfigurationValue" -> {
                            interfaces += numbers.size();
                            numbers.clear();
                        }
                        case "bInterfaceNumber" -> numbers.add(field.group(2));
                        case "bInterfaceClass" -> seen.add(("USB " + field.group(2) + " " + field.group(3)).strip());
                        default -> {}
                    }
                }
            }
            interfaces += numbers.size();
            Set<Gap> gaps = EnumSet.noneOf(Gap.class);
            if (devices > 1) {
                gaps.add(Gap.SEVERAL);
            }
            if (devices > 0 && (promised == 0 || interfaces < promised)) {
                gaps.add(Gap.CUT);
            }
            return bounded(seen, gaps);
        }
    };

    /** More than any tool prints about one device. */
    static final int CHARS_MAX = 200_000;

    private static final int SEEN_MAX = 200;
    private static final int NAME_CHARS_MAX = 80;
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;?]{0,12}[A-Za-z]");

    /** Why more may have been there than was read. */
    enum Gap {
        /** More than one device was printed, so it is not known which of it is the product's. */
        SEVERAL,
        /** Bluetooth tells all services only to who is connected. */
        NOT_CONNECTED,
        /** Fewer interfaces were printed than the device announces. */
        CUT,
        /** More than can be shown. */
        MANY
    }

    /**
     * What was read.
     *
     * @param seen names of what the device offers, each once
     */
    record Output(List<String> seen, Set<Gap> gaps) {

        Output {
            seen = List.copyOf(seen);
            gaps = Set.copyOf(gaps);
        }
    }

    abstract Output readLines(List<String> lines);

    /** Reads at most {@link #CHARS_MAX} characters; nothing that can be recognised gives nothing seen. */
    Output read(String text) {
        String bounded = text.length() > CHARS_MAX ? text.substring(0, CHARS_MAX) : text;
        Output output = readLines(COLOURS.matcher(bounded)
                .replaceAll("")
                .lines()
                .map(String::strip)
                .toList());
        if (text.length() <= CHARS_MAX) {
            return output;
        }
        Set<Gap> gaps = EnumSet.of(Gap.CUT);
        gaps.addAll(output.gaps());
        return new Output(output.seen(), gaps);
    }

    static Output bounded(Set<String> seen, Set<Gap> gaps) {
        Set<Gap> all = EnumSet.noneOf(Gap.class);
        all.addAll(gaps);
        if (seen.size() > SEEN_MAX) {
            all.add(Gap.MANY);
        }
        return new Output(
                seen.stream()
                        .map(name -> name.length() > NAME_CHARS_MAX ? name.substring(0, NAME_CHARS_MAX) : name)
                        .distinct()
                        .limit(SEEN_MAX)
                        .toList(),
                all);
    }
}
