package dev.shisa.server.platform.web;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.TooOften;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.servlet.View;
import tools.jackson.databind.json.JsonMapper;

/** A {@link Problem} as a page, or as JSON (RFC 9457) for a client that asks for it. */
@Component
public class ProblemPage {

    /** Below it is the API; whatever it answers is JSON. */
    public static final String PROGRAMS = "/api/";

    /** Below it each code has a page: the {@code type} of a problem. */
    public static final String HELP = "/help/errors/";

    private static final Logger LOG = LoggerFactory.getLogger(ProblemPage.class);

    private final UiFactory uis;
    private final JteViewResolver templates;
    private final JsonMapper json;
    private final Messages messages;

    ProblemPage(UiFactory uis, JteViewResolver templates, JsonMapper json, Messages messages) {
        this.uis = uis;
        this.templates = templates;
        this.json = json;
        this.messages = messages;
    }

    public void send(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Ui ui;
        try {
            ui = uis.of(request, null);
        } catch (RuntimeException e) {
            Optional<Problem> outage = Outage.behind(e);
            if (outage.isEmpty() && !(e instanceof DataAccessException || e instanceof TransactionException)) {
                throw e;
            }
            LOG.error("an error page without the database, for {}: {}", problem.code(), e.toString());
            plain(outage.orElse(problem), request, response);
            return;
        }
        String what = ui.t("error." + problem.code(), problem.args());
        String next = ui.t("error." + problem.code() + ".next", problem.args());
        response.setStatus(problem.status());
        if (problem instanceof TooOften often) {
            response.setHeader("Retry-After", Long.toString(often.seconds()));
        }
        if (wantsJson(request)) {
            List<Map<String, String>> fields = problem.fields().stream()
                    .map(field -> Map.of(
                            "field",
                            field.name(),
                            "detail",
                            ui.first(field.keys(), field.args().toArray())))
                    .toList();
            json(problem, what, next, fields, request, response);
            return;
        }
        View view = templates.resolveViewName("frame/error", Locale.ROOT);
        if (view == null) {
            throw new IllegalStateException("the template of the error page is missing");
        }
        try {
            Map<String, Object> model = new HashMap<>(Map.of(
                    "ui", ui, "code", problem.code(), "request", RequestId.of(request), "what", what, "next", next));
            TypedAgain.of(request).ifPresent(typed -> model.put("typed", typed));
            view.render(model, request, response);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the error page could not be rendered", e);
        }
    }

    /** RFC 9457. */
    private void json(
            Problem problem,
            String what,
            String next,
            List<Map<String, String>> fields,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", HELP + problem.code());
        body.put("title", what);
        body.put("status", problem.status());
        body.put("detail", next);
        body.put("code", problem.code());
        body.put("request", RequestId.of(request));
        if (!fields.isEmpty()) {
            body.put("errors", fields);
        }
        byte[] bytes = json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/problem+json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /**
     * The problem as a few lines in both languages, for pages as well: without the database, when even the name of the organisation
     * cannot be read nor in which language, and without files of ours, when the reader would not get them.
     */
    public void plain(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (isForPrograms(request)) {
            response.setStatus(problem.status());
            json(
                    problem,
                    messages.get(Locale.ENGLISH, "error." + problem.code(), problem.args()),
                    messages.get(Locale.ENGLISH, "error." + problem.code() + ".next", problem.args()),
                    List.of(),
                    request,
                    response);
            return;
        }
        byte[] bytes = Stream.of(Locale.JAPANESE, Locale.ENGLISH)
                .map(locale -> messages.get(locale, "error." + problem.code(), problem.args()) + " "
                        + messages.get(locale, "error." + problem.code() + ".next", problem.args()) + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(problem.status());
        response.setContentType("text/plain;charset=UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** Whether a program asks that never wants a page. */
    public static boolean isForPrograms(HttpServletRequest request) {
        // What the container refused is dispatched to its error page under another address.
        Object first = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return String.valueOf(first == null ? request.getRequestURI() : first).startsWith(PROGRAMS);
    }

    private static boolean wantsJson(HttpServletRequest request) {
        if (isForPrograms(request)) {
            return true;
        }
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("json") && !accept.contains("text/html");
    }
}
