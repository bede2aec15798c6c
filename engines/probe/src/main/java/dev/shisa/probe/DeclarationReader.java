package dev.shisa.probe;

import dev.shisa.probe.Declaration.Credential;
import dev.shisa.probe.Declaration.DeclaredPort;
import dev.shisa.probe.Declaration.Policy;
import dev.shisa.probe.Declaration.Update;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads declarations from JSON: one device, or an array of them. All problems are told, not only the first. */
public final class DeclarationReader {

    /** A thousand devices with a page of answers each. */
    public static final int BYTES_MAX = 4 << 20;

    private static final int DEVICES_MAX = 1000;
    private static final int ITEMS_MAX = 2000;
    private static final int TEXT_MAX = 4000;
    private static final int PROBLEMS_MAX = 50;
    private static final Pattern LITERAL_ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}(%[\\w.-]{1,15})?");

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxStringLength(100_000)
                            .maxNameLength(1000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final List<String> problems = new ArrayList<>();
    private int found;

    private DeclarationReader() {}

    /**
     * Reads all devices of a declaration.
     *
     * @throws DeclarationException with everything that is wrong
     */
    public static List<Declaration> read(byte[] json) {
        DeclarationReader reader = new DeclarationReader();
        List<Declaration> devices = reader.devices(json);
        if (!reader.problems.isEmpty()) {
            throw new DeclarationException(reader.problems);
        }
        return devices;
    }

    private List<Declaration> devices(byte[] json) {
        if (json.length > BYTES_MAX) {
            problem("", "the declaration is larger than " + (BYTES_MAX >> 20) + " MiB; split it by device.");
            return List.of();
        }
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JacksonException e) {
            var at = e.getLocation();
            String place = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            problem(
                    "",
                    "this is not JSON" + place + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse("unreadable") + ".");
            return List.of();
        }
        List<Declaration> devices = new ArrayList<>();
        if (root.isArray()) {
            if (root.size() > DEVICES_MAX) {
                problem("", "more than " + DEVICES_MAX + " devices; split the file.");
                return List.of();
            }
            for (int i = 0; i < root.size(); i++) {
                device(root.get(i), "/" + i).ifPresent(devices::add);
            }
        } else {
            device(root, "").ifPresent(devices::add);
        }
        Set<String> names = new HashSet<>();
        for (Declaration device : devices) {
            if (!names.add(device.device())) {
                problem("", "two devices are called \"" + device.device() + "\"; give each its own \"device\".");
            }
        }
        if (devices.isEmpty() && problems.isEmpty()) {
            problem("", "no device is declared.");
        }
        return devices;
    }

    private Optional<Declaration> device(JsonNode node, String at) {
        if (!node.isObject()) {
            problem(at, "a device is a JSON object with \"device\", \"address\" and \"declared\".");
            return Optional.empty();
        }
        int before = found;
        String name = text(node, "device", at, true);
        Optional<InetAddress> address = address(node, "address", at, true);
        Optional<InetAddress> address6 = address(node, "address6", at, false);
        JsonNode declared = node.path("declared");
        if (!declared.isObject()) {
            problem(
                    at + "/declared",
                    "the ports that are meant to be open are missing: an object with \"tcp\" and \"udp\".");
        }
        List<DeclaredPort> tcp = ports(declared.path("tcp"), at + "/declared/tcp");
        List<DeclaredPort> udp = ports(declared.path("udp"), at + "/declared/udp");
        List<Credential> credentials = credentials(node.path("credentials"), at + "/credentials");
        Policy policy = policy(node.path("policy"), at + "/policy");
        Map<String, String> questionnaire = answers(node.path("questionnaire"), at + "/questionnaire");
        Optional<Update> update = update(node.path("update"), at + "/update");
        if (found > before) {
            return Optional.empty();
        }
        return Optional.of(new Declaration(
                name,
                text(node, "title", at, false),
                address.orElseThrow(),
                address6,
                credentials,
                tcp,
                udp,
                policy,
                questionnaire,
                update));
    }

    /** An image is handed over beside the declaration. */
    private Optional<Update> update(JsonNode node, String at) {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isObject()) {
            problem(at, "what the update page takes is a JSON object.");
            return Optional.empty();
        }
        return Optional.of(new Update(text(node, "package", at, true), new byte[0]));
    }

    private Optional<InetAddress> address(JsonNode node, String field, String at, boolean required) {
        String text = text(node, field, at, required);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            // A name would be resolved, and what it resolves to is not what the person wrote.
            if (LITERAL_ADDRESS.matcher(text).matches()) {
                return Optional.of(InetAddress.ofLiteral(text));
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        problem(at + "/" + field, "\"" + text + "\" is not an IPv4 or IPv6 address.");
        return Optional.empty();
    }

    private List<DeclaredPort> ports(JsonNode node, String at) {
        List<DeclaredPort> ports = new ArrayList<>();
        for (JsonNode item : items(node, at)) {
            String here = at + "/" + ports.size();
            JsonNode number = item.path("port");
            int port = number.isIntegralNumber() && number.canConvertToInt() ? number.intValue() : 0;
            if (port < 1 || port > 65_535) {
                problem(here + "/port", "a port is a whole number from 1 to 65535.");
            }
            ports.add(new DeclaredPort(
                    port,
                    text(item, "service", here, false).toLowerCase(Locale.ROOT),
                    text(item, "purpose", here, false)));
        }
        return ports;
    }

    private List<Credential> credentials(JsonNode node, String at) {
        List<Credential> credentials = new ArrayList<>();
        for (JsonNode item : items(node, at)) {
            String here = at + "/" + credentials.size();
            credentials.add(new Credential(
                    text(item, "service", here, true).toLowerCase(Locale.ROOT),
                    text(item, "user", here, false),
                    text(item, "password", here, false),
                    text(item, "kind", here, false)));
        }
        return credentials;
    }

    private Policy policy(JsonNode node, String at) {
        if (!node.isMissingNode() && !node.isObject()) {
            problem(at, "the policy is a JSON object.");
        }
        JsonNode selfSigned = node.path("tls_allow_self_signed");
        if (!selfSigned.isMissingNode() && !selfSigned.isBoolean()) {
            problem(at + "/tls_allow_self_signed", "this is true or false.");
        }
        return new Policy(
                selfSigned.isBoolean() ? Optional.of(selfSigned.booleanValue()) : Optional.empty(),
                number(node, "brute_max_free_tries", at, 1, 10_000),
                number(node, "brute_min_lock_seconds", at, 1, 31_536_000),
                number(node, "password_min_length", at, 1, 128));
    }

    private OptionalInt number(JsonNode node, String field, String at, int least, int most) {
        JsonNode value = node.path(field);
        if (value.isMissingNode()) {
            return OptionalInt.empty();
        }
        int number = value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : Integer.MIN_VALUE;
        if (number < least || number > most) {
            problem(at + "/" + field, "this is a whole number from " + least + " to " + most + ".");
            return OptionalInt.empty();
        }
        return OptionalInt.of(number);
    }

    private Map<String, String> answers(JsonNode node, String at) {
        Map<String, String> answers = new TreeMap<>();
        if (node.isMissingNode()) {
            return answers;
        }
        if (!node.isObject() || node.size() > ITEMS_MAX) {
            problem(at, "the questionnaire is a JSON object of at most " + ITEMS_MAX + " answers.");
            return answers;
        }
        node.properties().forEach(answer -> {
            String text = answer.getValue().isString()
                    ? answer.getValue().stringValue()
                    : answer.getValue().toString();
            answers.put(answer.getKey(), text.substring(0, Math.min(TEXT_MAX, text.length())));
        });
        return answers;
    }

    private List<JsonNode> items(JsonNode node, String at) {
        List<JsonNode> items = new ArrayList<>();
        if (node.isMissingNode()) {
            return items;
        }
        if (!node.isArray() || node.size() > ITEMS_MAX) {
            problem(at, "this is an array of at most " + ITEMS_MAX + " objects.");
            return items;
        }
        for (JsonNode item : node) {
            if (item.isObject()) {
                items.add(item);
            } else {
                problem(at, "every item of this array is an object.");
            }
        }
        return items;
    }

    private String text(JsonNode node, String field, String at, boolean required) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            if (required) {
                problem(at + "/" + field, "\"" + field + "\" is missing.");
            }
            return "";
        }
        if (!value.isString() || value.stringValue().length() > TEXT_MAX) {
            problem(at + "/" + field, "\"" + field + "\" is a text of at most " + TEXT_MAX + " characters.");
            return "";
        }
        if (required && value.stringValue().isBlank()) {
            problem(at + "/" + field, "\"" + field + "\" is empty.");
        }
        return value.stringValue();
    }

    private void problem(String at, String sentence) {
        found++;
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(at.isEmpty() ? sentence : at + ": " + sentence);
        }
    }
}
