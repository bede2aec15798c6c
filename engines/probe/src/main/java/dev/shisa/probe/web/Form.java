package dev.shisa.probe.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One form of a page, or one request that a script of it makes.
 *
 * @param action path and query on this site
 * @param json whether the values go as one JSON object, as scripts send them
 */
public record Form(String page, String action, String method, List<Field> fields, boolean json) {

    /** The type of a field that holds a number or truth value and is nothing that a person types. */
    static final String LITERAL = "literal";

    private static final Pattern NOT_A_LOG_IN =
            Pattern.compile("psk|ssid|wifi|wlan|wep|smtp|ddns|pppoe|key|new|old|confirm");
    private static final Pattern ENTRY = Pattern.compile("(?i)log-?in|sign-?in|auth|session");
    private static final Pattern SETUP =
            Pattern.compile("(?i)set-?up|first|initial|oobe|wizard|create-?(pass|account|admin)");
    private static final Pattern USER = Pattern.compile("user|login|account|name|mail|id$");
    private static final Pattern OLD = Pattern.compile("old|cur|now|exist|orig|present");

    /** How a page is shown or found, and where to go on afterwards: nothing of the device. */
    private static final Pattern READER = Pattern.compile(
            "^(ui|set|choose|select|switch|change|sel|user)?[-_.]?(lang(uage)?|locale|i18n|theme|skin|colou?r[-_.]?(scheme|mode)|dark[-_.]?mode"
                    + "|q|query|search|keywords?|cookies?([-_.]?(ok|consent|accept(ed)?))?|consent|accept[-_.]?cookies?)$");

    private static final Pattern REPEATED =
            Pattern.compile("conf|again|repeat|retype|re-?(new|enter|pass|pw)|verif|2$");

    public Form {
        fields = List.copyOf(fields);
    }

    /** One input, textarea or select. */
    public record Field(String name, String type, String value) {

        boolean isPassword() {
            return type.equals("password");
        }

        boolean isFile() {
            return type.equals("file");
        }

        /** Whether a person types into it. */
        boolean isText() {
            return List.of("text", "", "search", "email", "url", "tel", "number", "textarea")
                    .contains(type);
        }

        private boolean named(Pattern pattern) {
            return pattern.matcher(name.toLowerCase(Locale.ROOT)).find();
        }
    }

    List<Field> passwords() {
        return fields.stream().filter(Field::isPassword).toList();
    }

    boolean hasFile() {
        return fields.stream().anyMatch(Field::isFile);
    }

    boolean isPost() {
        return !method.equals("GET");
    }

    /** One password and at most one name: who fills this in says who they are. */
    boolean isLogin() {
        List<Field> passwords = passwords();
        // Some ask for a domain or a code beside the name, at a place that says what it is for.
        int textsMax = ENTRY.matcher(action + " " + page).find() ? 3 : 1;
        return passwords.size() == 1
                && !passwords.getFirst().named(NOT_A_LOG_IN)
                && !SETUP.matcher(action + " " + page).find()
                && fields.stream().filter(Field::isText).count() <= textsMax
                && !hasFile();
    }

    /** Whether this is where somebody says who they are, in the words of a script. */
    boolean isEntry() {
        return isPost() && ENTRY.matcher(action).find() && isLogin();
    }

    /** Whether it only chooses how the page is shown, looks for something, or agrees to cookies. */
    boolean isForReader() {
        List<Field> chosen = fields.stream()
                .filter(field -> !List.of("hidden", "submit", "reset", "image").contains(field.type()))
                .toList();
        return !chosen.isEmpty() && chosen.stream().allMatch(field -> field.named(READER));
    }

    boolean isSetup() {
        return SETUP.matcher(action + " " + page).find();
    }

    Optional<Field> userField() {
        List<Field> texts = fields.stream().filter(Field::isText).toList();
        return texts.stream()
                .filter(f -> f.named(USER))
                .findFirst()
                .or(() -> texts.stream().findFirst());
    }

    /** Whether a new password is set here. */
    boolean isPasswordChange() {
        return newPassword().isPresent() && !hasFile();
    }

    Optional<Field> oldPassword() {
        List<Field> passwords = passwords();
        return passwords.stream()
                .filter(f -> f.named(OLD))
                .findFirst()
                .or(() -> passwords.size() == 3 ? Optional.of(passwords.getFirst()) : Optional.empty());
    }

    Optional<Field> newPassword() {
        List<Field> rest = passwords().stream()
                .filter(f -> oldPassword().filter(f::equals).isEmpty())
                .filter(f -> !f.named(REPEATED))
                .toList();
        boolean several = passwords().size() >= 2 || isSetup();
        return rest.stream()
                .filter(f -> f.name().toLowerCase(Locale.ROOT).contains("new"))
                .findFirst()
                .or(() -> several ? rest.stream().findFirst() : Optional.empty());
    }

    /** The form as it would be sent without anything typed. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        for (Field field : fields) {
            if (!field.name().isEmpty() && !field.isFile()) {
                values.putIfAbsent(field.name(), field.value());
            }
        }
        return values;
    }

    /** What sets a new password, where the form asks for the old one with it and for the new one again. */
    Map<String, String> change(String user, String old, String fresh) {
        Map<String, String> values = values();
        userField().ifPresent(f -> values.compute(f.name(), (_, was) -> was == null || was.isEmpty() ? user : was));
        for (Field field : passwords()) {
            values.put(field.name(), oldPassword().filter(field::equals).isPresent() ? old : fresh);
        }
        return values;
    }

    /** The request with these values. */
    Request request(Map<String, String> values) {
        if (json) {
            Set<String> literals = fields.stream()
                    .filter(field -> field.type().equals(LITERAL))
                    .map(Field::name)
                    .collect(Collectors.toSet());
            return Request.json(method, action, values, literals);
        }
        if (isPost()) {
            return Request.post(action, values).method(method);
        }
        String path = action.contains("?") ? action.substring(0, action.indexOf('?')) : action;
        return Request.get(path + "?" + Request.encoded(values));
    }
}
