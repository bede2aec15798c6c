package dev.shisa.server.platform.api;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.PageOf;
import dev.shisa.server.platform.web.ProblemPage;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.platform.web.WholeAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The API described: for programs as OpenAPI, for readers as a page, and each failure with what to do about it. */
@Controller
class ApiPages {

    /** Where the description stands: the one address that is open to everybody. */
    static final String DOCUMENT = "/api/v1/openapi.json";

    /** Arguments of a message whose words stand without the values that they had. */
    private static final int ARGS_MAX = 10;

    private static final String ERROR = "error.";
    private static final String NEXT = ".next";

    private final OpenApi api;
    private final Messages messages;

    ApiPages(OpenApi api, Messages messages) {
        this.api = api;
        this.messages = messages;
    }

    @GetMapping(path = DOCUMENT, produces = "application/json")
    @Requires(Act.OPEN)
    void document(@ModelAttribute("ui") Ui ui, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] bytes = StrictJson.write(api.document(ui.locale()));
        WholeAnswer.lies(request, bytes.length);
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** The groups of operations, or the operations with some words in their address or summary. */
    @GetMapping("/help/api")
    @Requires(Act.OPEN)
    ModelAndView reference(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") String page) {
        List<ApiReference.Group> groups = ApiReference.groups(api, ui);
        PageOf<ApiReference.Entry> found = PageOf.of(
                q.isBlank()
                        ? List.of()
                        : SearchWords.of(q)
                                .among(
                                        groups.stream()
                                                .flatMap(group -> group.operations().stream())
                                                .toList(),
                                        entry -> entry.method() + " " + entry.path() + " " + entry.summary()),
                ListPage.ROWS,
                page);
        return new ModelAndView(ui.signedIn() ? "api/reference" : "api/open")
                .addObject("groups", groups)
                .addObject("q", q)
                .addObject("found", found.rows())
                .addObject("page", found.page())
                .addObject("pages", found.pages())
                .addObject("pageHref", Query.of("/help/api").with("q", q).pageHref());
    }

    @GetMapping("/help/api/{group}")
    @Requires(Act.OPEN)
    ModelAndView group(@PathVariable String group, @ModelAttribute("ui") Ui ui) {
        return new ModelAndView(ui.signedIn() ? "api/group" : "api/group-open")
                .addObject(
                        "group",
                        ApiReference.groups(api, ui).stream()
                                .filter(each -> each.id().equals(group))
                                .findFirst()
                                .orElseThrow(() -> new Problem(404, "not-found")));
    }

    @GetMapping("/help/errors")
    @Requires(Act.OPEN)
    ModelAndView failures(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") String page) {
        Map<String, String> codes = new LinkedHashMap<>();
        messages.all(ui.lang()).keySet().stream()
                .filter(key ->
                        key.startsWith(ERROR) && !key.endsWith(NEXT) && isCode(ui, key.substring(ERROR.length())))
                .map(key -> key.substring(ERROR.length()))
                .sorted()
                .forEach(code -> codes.put(code, words(ui, ERROR + code)));
        PageOf<Map.Entry<String, String>> shown = PageOf.of(
                q.isBlank()
                        ? List.copyOf(codes.entrySet())
                        : SearchWords.of(q).among(codes.entrySet(), code -> code.getKey() + " " + code.getValue()),
                ListPage.ROWS,
                page);
        return new ModelAndView(ui.signedIn() ? "api/failures" : "api/failures-open")
                .addObject("q", q)
                .addObject("codes", shown)
                .addObject("pageHref", Query.of("/help/errors").with("q", q).pageHref());
    }

    @GetMapping("/help/errors/{code}")
    @Requires(Act.OPEN)
    ModelAndView failure(@PathVariable String code, @ModelAttribute("ui") Ui ui) {
        if (!isCode(ui, code)) {
            throw new Problem(404, "not-found");
        }
        List<String> operations = new ArrayList<>();
        for (OpenApi.Described operation : api.operations()) {
            for (String fail : Fails.of(operation.id())) {
                if (fail.substring(4).equals(code)) {
                    operations.add(operation.method() + " " + operation.path());
                }
            }
        }
        return new ModelAndView(ui.signedIn() ? "api/failure" : "api/failure-open")
                .addObject("code", code)
                .addObject("type", ProblemPage.HELP + code)
                .addObject("what", words(ui, ERROR + code))
                .addObject("next", words(ui, ERROR + code + NEXT))
                .addObject("operations", operations);
    }

    /** A code is what has both sentences. */
    private static boolean isCode(Ui ui, String code) {
        return ui.has(ERROR + code) && ui.has(ERROR + code + NEXT);
    }

    /** The sentence with a gap for each value. */
    private String words(Ui ui, String key) {
        MessageFormat format =
                new MessageFormat(String.valueOf(messages.all(ui.lang()).get(key)), ui.locale());
        Object[] gaps = IntStream.range(0, ARGS_MAX).mapToObj(i -> (Object) "…").toArray();
        // A choice or a number cannot be a gap; any figure shows its words.
        java.text.Format[] formats = format.getFormatsByArgumentIndex();
        for (int i = 0; i < formats.length; i++) {
            if (formats[i] != null) {
                gaps[i] = 2;
            }
        }
        return format.format(gaps);
    }
}
