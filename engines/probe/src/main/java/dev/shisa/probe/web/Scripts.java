package dev.shisa.probe.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the scripts of a page send, read from their text and never run: an address in quotes, the method and the object
 * that stand beside it. So the log-in of a page that is made by scripts is found in its own words:
 *
 * <pre>{@code fetch('/api/login', {method: 'POST', body: JSON.stringify({username: u, password: p})})}</pre>
 *
 * What is put together while the script runs is not seen; whoever uses a call proves by its effect that it was
 * understood.
 */
final class Scripts {

    private static final int CALLS_MAX = 60;
    private static final int LINKS_MAX = 300;
    private static final int FIELDS_MAX = 20;
    private static final int BEFORE_CHARS = 60;
    private static final int AFTER_CHARS = 600;
    private static final int TEXT_MAX = 400_000;

    private static final Pattern ADDRESS = Pattern.compile(
            "[\"'`]((?:\\$\\{[\\w.]{1,30}})?(?:/|(?:api|rest|cgi-bin)/)[A-Za-z0-9_.~%/?=&-]{1,120})[\"'`]");
    private static final Pattern BASE =
            Pattern.compile("\\b([A-Za-z_$][\\w$]{0,30})\\s*[:=]\\s*[\"'`](/[\\w./-]{0,60})[\"'`]");
    private static final Pattern ADDED = Pattern.compile("([A-Za-z_$][\\w$.]{0,30})\\s*\\+\\s*$");
    private static final Pattern VERB_BEFORE = Pattern.compile(
            "(?:\\.(post|put|patch|delete)|[\"'](POST|PUT|PATCH|DELETE)[\"']\\s*,)\\s*\\(?\\s*(?:[\\w$.]+\\s*\\+\\s*)?$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern VERB_AFTER = Pattern.compile("(?i)[\"'](POST|PUT|PATCH|DELETE)[\"']");
    private static final Pattern OBJECT = Pattern.compile("\\{([^{}]{1,400})}");
    private static final Pattern PROPERTY =
            Pattern.compile("(?s)\\s*[\"']?([A-Za-z_$][\\w$.-]{0,40})[\"']?\\s*(?::\\s*(.{1,200}))?");
    private static final Pattern OF_REQUEST =
            Pattern.compile("(?i)method|headers|body|credentials|content-type|accept|authorization|mode|cache|x-.*");
    private static final Pattern SECRET = Pattern.compile("(?i)pass|pwd|\\bpw|pw$|passwd|secret");
    private static final Pattern OLD_OR_NEW =
            Pattern.compile("(?i)(old|new|current|cur|confirm|again|repeat)\\w{0,10}");
    private static final Pattern OF_PASSWORDS = Pattern.compile("(?i)pass|pwd|credential|account|set-?up|first|init");

    private final Http http;
    private final String page;
    private final String text;
    private final Map<String, String> bases = new LinkedHashMap<>();

    private Scripts(Http http, String page, String text) {
        this.http = http;
        this.page = page;
        this.text = text;
    }

    /**
     * The calls in a text, those that send something.
     *
     * @param links what is only read is added to them
     * @param forms of the same page; where a script sends what stands in one of them, their fields are its fields
     */
    static List<Form> calls(Http http, String page, String text, List<Form> forms, Set<String> links) {
        String bounded = text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text;
        return new Scripts(http, page, bounded).calls(forms, links);
    }

    private List<Form> calls(List<Form> forms, Set<String> links) {
        Matcher base = BASE.matcher(text);
        while (base.find() && bases.size() < FIELDS_MAX) {
            bases.putIfAbsent(base.group(1), base.group(2).replaceAll("/+$", ""));
        }
        Map<String, Form> calls = new LinkedHashMap<>();
        Matcher address = ADDRESS.matcher(text);
        int from = 0;
        while (calls.size() < CALLS_MAX && address.find(from)) {
            from = address.end(1);
            String before = text.substring(Math.max(0, address.start() - BEFORE_CHARS), address.start());
            String after = after(address.end());
            Optional<String> method = method(before, after);
            Optional<String> target = Page.local(http, page, resolved(address.group(1), before));
            if (target.isPresent() && links.size() < LINKS_MAX) {
                links.add(target.get());
            }
            if (method.isPresent() && target.isPresent()) {
                Form call = call(target.get(), method.get(), after, forms);
                calls.putIfAbsent(call.method() + call.action(), call);
            }
        }
        return List.copyOf(calls.values());
    }

    /** What belongs to the call: up to what is done with its answer, or to the next address. */
    private String after(int end) {
        String after = text.substring(end, Math.min(text.length(), end + AFTER_CHARS));
        int cut = after.indexOf(".then");
        Matcher next = ADDRESS.matcher(after);
        if (next.find() && (cut < 0 || next.start() < cut)) {
            cut = next.start();
        }
        return cut < 0 ? after : after.substring(0, cut);
    }

    private String resolved(String address, String before) {
        Matcher added = ADDED.matcher(before);
        if (address.startsWith("${")) {
            int end = address.indexOf('}');
            String name = address.substring(2, end).replaceFirst(".*\\.", "");
            return bases.getOrDefault(name, "") + address.substring(end + 1);
        }
        if (added.find()) {
            return bases.getOrDefault(added.group(1).replaceFirst(".*\\.", ""), "") + address;
        }
        boolean isBase = bases.containsValue(address.replaceAll("/+$", ""));
        String general = bases.getOrDefault("baseURL", "");
        String absolute = address.startsWith("/") ? address : "/" + address;
        return isBase || general.isEmpty() || absolute.startsWith(general) ? absolute : general + absolute;
    }

    private static Optional<String> method(String before, String after) {
        Matcher verb = VERB_BEFORE.matcher(before);
        if (verb.find()) {
            String found = verb.group(1) == null ? verb.group(2) : verb.group(1);
            return Optional.of(found.toUpperCase(Locale.ROOT));
        }
        Matcher later = VERB_AFTER.matcher(after);
        return later.find() ? Optional.of(later.group(1).toUpperCase(Locale.ROOT)) : Optional.empty();
    }

    private Form call(String target, String method, String after, List<Form> forms) {
        List<Form.Field> fields = fields(target, after);
        boolean json = !after.contains("URLSearchParams") && !after.contains("x-www-form-urlencoded");
        Form call = new Form(page, target, method, fields, json);
        if (fields.isEmpty()) {
            return forms.stream()
                    .filter(form -> form.isLogin() && call.isPost())
                    .findFirst()
                    .map(form -> new Form(page, target, method, form.fields(), json))
                    .orElse(call);
        }
        return call;
    }

    private static List<Form.Field> fields(String target, String after) {
        Matcher object = OBJECT.matcher(after);
        while (object.find()) {
            List<Form.Field> fields = new ArrayList<>();
            boolean understood = true;
            for (String part : object.group(1).split(",", FIELDS_MAX)) {
                Matcher property = PROPERTY.matcher(part);
                if (part.isBlank()) {
                    continue;
                }
                if (!property.matches() || OF_REQUEST.matcher(property.group(1)).matches()) {
                    understood = false;
                    break;
                }
                fields.add(field(target, property.group(1), property.group(2)));
            }
            if (understood && !fields.isEmpty()) {
                return fields;
            }
        }
        return List.of();
    }

    private static Form.Field field(String target, String name, @Nullable String written) {
        String value = written == null ? "" : written.strip();
        if (value.matches("true|false|null|-?[0-9]{1,15}")) {
            return new Form.Field(name, Form.LITERAL, value);
        }
        boolean quoted = value.matches("(?s)([\"']).*\\1");
        boolean secret = SECRET.matcher(name).find()
                || (OLD_OR_NEW.matcher(name).matches()
                        && OF_PASSWORDS.matcher(target).find());
        return new Form.Field(name, secret ? "password" : "text", quoted ? value.substring(1, value.length() - 1) : "");
    }
}
