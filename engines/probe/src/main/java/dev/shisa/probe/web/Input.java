package dev.shisa.probe.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One value that a page takes: a parameter of a link, or a field of a form.
 *
 * @param form empty for the parameter of a link
 * @param others what is sent beside it
 */
record Input(String page, String name, String original, Optional<Form> form, String path, Map<String, String> others) {

    static final int INPUTS_MAX = 80;

    /** Names that pages take without telling. */
    static final List<String> GUESSED_NAMES = List.of(
            "name",
            "q",
            "query",
            "search",
            "id",
            "page",
            "file",
            "path",
            "msg",
            "message",
            "error",
            "lang",
            "ip",
            "host",
            "cmd",
            "url",
            "next",
            "title",
            "user",
            "text",
            "ping",
            "target",
            "addr",
            "view",
            "theme",
            "callback",
            "debug");

    private static final Pattern TOKEN = Pattern.compile("(?i)csrf|xsrf|token|nonce");
    private static final Pattern NOT_TRIED = Pattern.compile("(?i)csrf|token|nonce|submit");

    Input {
        others = new LinkedHashMap<>(others);
    }

    Request with(String value) {
        Map<String, String> values = new LinkedHashMap<>(others);
        values.put(name, value);
        return form.map(f -> f.request(values)).orElseGet(() -> Request.get(path + "?" + Request.encoded(values)));
    }

    boolean isPost() {
        return form.filter(Form::isPost).isPresent();
    }

    /** Whether a word for one use is sent beside it. */
    boolean hasToken() {
        return others.keySet().stream().anyMatch(other -> TOKEN.matcher(other).find());
    }

    /** The same input with what the form holds now. */
    Input beside(Form now) {
        Map<String, String> values = now.values();
        values.remove(name);
        return new Input(page, name, original, Optional.of(now), path, values);
    }

    static List<Input> of(Site site) {
        Set<Input> inputs = new LinkedHashSet<>();
        for (Page page : site.pages().values()) {
            for (Form form : page.forms()) {
                if (isTried(form)) {
                    addForm(page, form, inputs);
                }
            }
            for (Form call : page.calls()) {
                boolean known = inputs.stream()
                        .anyMatch(input -> input.form().filter(Form::json).isPresent()
                                && input.path().equals(call.action()));
                if (isTried(call) && !known) {
                    addForm(page, call, inputs);
                }
            }
            addLink(page.target(), inputs);
        }
        return new ArrayList<>(inputs).subList(0, Math.min(INPUTS_MAX, inputs.size()));
    }

    /** Not what logs in, sets a password, uploads, or ends something. */
    static boolean isTried(Form form) {
        return !form.isLogin()
                && !form.isPasswordChange()
                && !form.hasFile()
                && !Site.DESTRUCTIVE.matcher(form.action()).find()
                && form.fields().stream()
                        .noneMatch(f -> Site.DESTRUCTIVE.matcher(f.name()).find());
    }

    private static void addForm(Page page, Form form, Set<Input> inputs) {
        String path = form.isPost() ? form.action() : form.action().split("\\?", 2)[0];
        for (Form.Field field : form.fields()) {
            if (field.name().isEmpty()
                    || NOT_TRIED.matcher(field.name()).find()
                    || field.type().equals("button")
                    || field.type().equals(Form.LITERAL)) {
                continue;
            }
            Map<String, String> others = new LinkedHashMap<>(form.values());
            others.remove(field.name());
            inputs.add(new Input(page.target(), field.name(), field.value(), Optional.of(form), path, others));
        }
    }

    private static void addLink(String target, Set<Input> inputs) {
        int query = target.indexOf('?');
        if (query < 0) {
            return;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : target.substring(query + 1).split("&", 50)) {
            String[] parts = pair.split("=", 2);
            if (!parts[0].isEmpty() && values.size() < 20) {
                values.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
            }
        }
        values.forEach((name, value) -> {
            Map<String, String> others = new LinkedHashMap<>(values);
            others.remove(name);
            inputs.add(new Input(target, name, value, Optional.empty(), target.substring(0, query), others));
        });
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
