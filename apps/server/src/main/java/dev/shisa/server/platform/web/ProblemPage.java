package dev.shisa.server.platform.web;

import dev.shisa.server.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
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
            ui = uis.of(request);
        } catch (RuntimeException e) {
            Optional<Problem> outage = Outage.behind(e);
            if (outage.isEmpty() && !(e instanceof DataAccessException || e instanceof TransactionException)) {
                throw e;
            }
            LOG.error("an error page without the database, for {}: {}", problem.code(), e.toString());
            plain(outage.orElse(problem), response);
            return;
        }
        String what = ui.t("error." + problem.code(), problem.args());
        String next = ui.t("error." + problem.code() + ".next", problem.args());
        response.setStatus(problem.status());
        if (wantsJson(request)) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("type", "about:blank");
            body.put("title", what);
            body.put("status", problem.status());
            body.put("detail", next);
            body.put("code", problem.code());
            body.put("request", RequestId.of(request));
            byte[] bytes = json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
            response.setContentType("application/problem+json");
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
            return;
        }
        View view = templates.resolveViewName("frame/error", Locale.ROOT);
        if (view == null) {
            throw new IllegalStateException("the template of the error page is missing");
        }
        try {
            view.render(
                    Map.of(
                            "ui",
                            ui,
                            "code",
                            problem.code(),
                            "request",
                            RequestId.of(request),
                            "what",
                            what,
                            "next",
                            next),
                    request,
                    response);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the error page could not be rendered", e);
        }
    }

    /** When even the name of the organisation cannot be read, nor in which language. */
    private void plain(Problem problem, HttpServletResponse response) throws IOException {
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

    private static boolean wantsJson(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("json") && !accept.contains("text/html");
    }
}
