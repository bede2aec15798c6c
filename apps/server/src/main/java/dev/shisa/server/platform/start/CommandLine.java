package dev.shisa.server.platform.start;

import java.net.IDN;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The arguments of the server: a closed list, so that a slip of the finger is not taken for a wish. */
public sealed interface CommandLine {

    /** Start with these properties. */
    record Start(Map<String, String> properties) implements CommandLine {

        public Start {
            properties = Map.copyOf(properties);
        }
    }

    /** Print the usage, or the version. */
    record Tell(String key) implements CommandLine {}

    /** Wrong usage: the message {@code start.usage.<code>} with these arguments. */
    record Wrong(String code, List<Object> args) implements CommandLine {

        public Wrong {
            args = List.copyOf(args);
        }
    }

    Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,39}");

    static CommandLine parse(String... args) {
        Map<String, String> properties = new LinkedHashMap<>();
        int at = 0;
        while (at < args.length) {
            String arg = args[at++];
            int equals = arg.indexOf('=');
            String option = equals < 0 ? arg : arg.substring(0, equals);
            if (option.equals("--help") || option.equals("-h")) {
                return new Tell("start.usage");
            }
            if (option.equals("--version")) {
                return new Tell("start.version");
            }
            if (option.startsWith("--shisa.") || option.startsWith("--spring.") || option.startsWith("--logging.")) {
                if (equals < 0) {
                    return new Wrong("value", List.of(option));
                }
                properties.put(option.substring(2), arg.substring(equals + 1));
                continue;
            }
            String property = switch (option) {
                case "--data" -> "shisa.data";
                case "--port" -> "server.port";
                case "--name" -> "shisa.name";
                case "--tls-cert" -> "shisa.tls.cert";
                case "--tls-key" -> "shisa.tls.key";
                default -> "";
            };
            if (property.isEmpty()) {
                return new Wrong("unknown", List.of(option));
            }
            String value;
            if (equals >= 0) {
                value = arg.substring(equals + 1);
            } else if (at < args.length) {
                value = args[at++];
            } else {
                return new Wrong("value", List.of(option));
            }
            if (value.isBlank()) {
                return new Wrong("value", List.of(option));
            }
            if (option.equals("--port") && !isPort(value)) {
                return new Wrong("port", List.of(value));
            }
            if (option.equals("--name")) {
                value = ascii(value);
                if (!HOST.matcher(value).matches()) {
                    return new Wrong("name", List.of(value));
                }
            }
            if (option.equals("--name") && properties.containsKey(property)) {
                // The first is the name in links; by the others it is reached as well.
                properties.merge("shisa.names", value, (known, more) -> known + "," + more);
                continue;
            }
            properties.put(
                    property,
                    option.equals("--data")
                            ? Path.of(value).toAbsolutePath().normalize().toString()
                            : value);
        }
        if (properties.containsKey("shisa.tls.cert") != properties.containsKey("shisa.tls.key")) {
            return new Wrong("tls", List.of());
        }
        return new Start(properties);
    }

    private static boolean isPort(String value) {
        // 0 asks the system for a free one; the line "Ready" then says which.
        return value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= 65_535;
    }

    private static String ascii(String host) {
        try {
            return IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
