package dev.shisa.probe.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * An answer read as a page: its links and forms on this site, bounded whatever it holds.
 *
 * @param calls what its scripts send
 */
public record Page(
        String target, Response response, Set<String> links, List<Form> forms, List<Form> calls, String title) {

    private static final int LINKS_MAX = 300;
    private static final int FORMS_MAX = 40;
    private static final int FIELDS_MAX = 80;
    private static final Pattern PATH_IN_SCRIPT =
            Pattern.compile("[\"'`](/[A-Za-z0-9_.~%/-]{1,120}(\\?[A-Za-z0-9_.~%=&-]{0,120})?)[\"'`]");
    private static final Pattern META_REFRESH = Pattern.compile("(?i)url\\s*=\\s*['\"]?([^'\"]+)");

    public Page {
        links = Set.copyOf(links);
        forms = List.copyOf(forms);
        calls = List.copyOf(calls);
    }

    static Page read(Http http, String target, Response response) {
        Set<String> links = new LinkedHashSet<>();
        List<Form> forms = new ArrayList<>();
        List<Form> calls = List.of();
        String title = "";
        if (response.isRedirect()) {
            local(http, target, response.header("location")).ifPresent(links::add);
        }
        if (isText(response)) {
            String text = response.text();
            if (response.isHtml()) {
                Document document = Jsoup.parse(text);
                title = document.title();
                collect(http, target, document, links);
                for (Element form : document.select("form")) {
                    if (forms.size() < FORMS_MAX) {
                        forms.add(form(http, target, form));
                    }
                }
            }
            Matcher path = PATH_IN_SCRIPT.matcher(text);
            while (path.find() && links.size() < LINKS_MAX) {
                local(http, target, path.group(1)).ifPresent(links::add);
            }
            if (response.isHtml() || isScript(target, response)) {
                calls = Scripts.calls(http, target, text, forms, links);
            }
        }
        return new Page(target, response, links, forms, calls, title);
    }

    private static boolean isText(Response response) {
        String type = response.contentType();
        return type.isEmpty()
                || type.contains("html")
                || type.contains("json")
                || type.contains("javascript")
                || type.contains("xml")
                || type.startsWith("text/");
    }

    private static boolean isScript(String target, Response response) {
        return response.contentType().contains("javascript") || target.matches(".*\\.m?js(\\?.*)?");
    }

    private static void collect(Http http, String target, Document document, Set<String> links) {
        for (Element element : document.select("[href], [src], [data-url], [data-href], meta[http-equiv=refresh]")) {
            if (links.size() >= LINKS_MAX) {
                return;
            }
            for (String attribute : List.of("href", "src", "data-url", "data-href")) {
                if (element.hasAttr(attribute)) {
                    local(http, target, element.attr(attribute)).ifPresent(links::add);
                }
            }
            Matcher refresh = META_REFRESH.matcher(element.attr("content"));
            if (element.normalName().equals("meta") && refresh.find()) {
                local(http, target, refresh.group(1)).ifPresent(links::add);
            }
        }
    }

    private static Form form(Http http, String target, Element form) {
        List<Form.Field> fields = new ArrayList<>();
        for (Element field : form.select("input, textarea, select, button[name]")) {
            if (fields.size() >= FIELDS_MAX) {
                break;
            }
            String type = field.normalName().equals("input")
                    ? field.attr("type").toLowerCase(Locale.ROOT)
                    : field.normalName();
            boolean unchecked = (type.equals("checkbox") || type.equals("radio")) && !field.hasAttr("checked");
            if (!field.attr("name").isEmpty() && !unchecked) {
                fields.add(new Form.Field(field.attr("name"), type, value(field)));
            }
        }
        String action = form.attr("action").isBlank() ? target : form.attr("action");
        String method = form.attr("method").equalsIgnoreCase("post") ? "POST" : "GET";
        boolean upload = fields.stream().anyMatch(Form.Field::isFile);
        return new Form(target, local(http, target, action).orElse(target), upload ? "POST" : method, fields, false);
    }

    private static String value(Element field) {
        return switch (field.normalName()) {
            case "textarea" -> field.wholeText();
            case "select" -> {
                Element chosen = field.selectFirst("option[selected]");
                Element first = chosen == null ? field.selectFirst("option") : chosen;
                yield first == null ? "" : first.hasAttr("value") ? first.attr("value") : first.text();
            }
            default -> field.attr("value");
        };
    }

    /** Path and query of a link if it stays on this site. */
    static Optional<String> local(Http http, String from, String link) {
        String text = link.strip();
        if (text.isEmpty() || text.startsWith("#") || text.length() > 1000) {
            return Optional.empty();
        }
        try {
            String path = from.replaceAll("[^\\x21-\\x7e]|[\"<>\\\\^`{|}]", "");
            URI base = URI.create(http.where(path.startsWith("/") ? path : "/"));
            URI to = base.resolve(text.replace(" ", "%20").replaceAll("[\"<>\\\\^`{|}]", ""));
            boolean same = to.getHost() != null
                    && to.getHost().equalsIgnoreCase(base.getHost())
                    && to.getPort() == base.getPort()
                    && base.getScheme().equals(to.getScheme());
            boolean samePlace =
                    same || (to.getHost() != null && to.getHost().equals(base.getHost()) && isDefaultPort(base, to));
            if (!samePlace) {
                return Optional.empty();
            }
            String query = to.getRawQuery();
            String local = to.getRawPath() == null || to.getRawPath().isEmpty() ? "/" : to.getRawPath();
            return Optional.of(local + (query == null ? "" : "?" + query));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isDefaultPort(URI base, URI to) {
        int usual = base.getScheme().equals("https") ? 443 : 80;
        return to.getPort() == -1 && base.getPort() == usual && base.getScheme().equals(to.getScheme());
    }

    Optional<Form> loginForm() {
        return forms.stream().filter(Form::isLogin).findFirst();
    }

    Optional<Form> passwordForm() {
        return forms.stream().filter(Form::isPasswordChange).findFirst();
    }

    /** What a person reads, without what changes from call to call. */
    String words() {
        return text().replaceAll("[0-9]+", "0").replaceAll("\\s+", " ").strip();
    }

    private String text() {
        return response.isHtml() ? Jsoup.parse(response.text()).text() : response.text();
    }

    /** Whether both are answered alike, but for what is new in every answer and for the address. */
    boolean saysTheSameAs(Page other) {
        return response.status() == other.response.status() && unaddressed().equals(other.unaddressed());
    }

    private String unaddressed() {
        return text().replace(target, "/").replaceAll("[0-9a-f]{6,}|[0-9]+", "0");
    }
}
