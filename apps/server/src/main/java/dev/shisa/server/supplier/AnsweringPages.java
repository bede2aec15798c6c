package dev.shisa.server.supplier;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** The supplier's page: the seven questions, saved half way, with documents, without an account. */
@Controller
record AnsweringPages(
        Questionnaire questionnaire, SupplierStore store, Blobs blobs, RateLimits limits, Messages messages) {

    private static final String HERE = "/supplier/{secret}";

    /** A page takes minutes to fill; a machine that guesses secrets asks far more often. */
    private static final int KNOCKS_MAX = 60;

    private static final Duration KNOCKS_WINDOW = Duration.ofMinutes(5);
    private static final Set<String> DONE = Set.of("saved", "sent");

    private record Opened(Request request, Supplier supplier) {}

    private Opened open(String secret, HttpServletRequest page) {
        limits.knock("supplier", Source.of(page), KNOCKS_MAX, KNOCKS_WINDOW);
        return questionnaire
                .open(secret)
                .flatMap(request -> store.byId(request.supplierId())
                        .filter(s -> !s.ended())
                        .map(supplier -> new Opened(request, supplier)))
                .orElseThrow(() -> new Problem(404, "supplier.link.ended"));
    }

    @GetMapping(HERE)
    @Requires(Act.OPEN)
    ModelAndView sheet(
            @PathVariable String secret,
            @RequestParam(defaultValue = "") String done,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest page) {
        Opened opened = open(secret, page);
        questionnaire.opened(opened.request());
        return page(opened, secret, Map.of(), "", new Mistakes(), DONE.contains(done) ? done : "", ui);
    }

    /** @param form {@code answer-policy}, {@code detail-policy}, {@code until-support}, {@code drop-policy}, {@code name}, {@code do} */
    @PostMapping(HERE)
    @Requires(Act.OPEN)
    ModelAndView save(
            @PathVariable String secret,
            @RequestParam Map<String, String> form,
            @RequestParam Map<String, MultipartFile> files,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest page,
            HttpServletResponse response) {
        Opened opened = open(secret, page);
        boolean send = form.getOrDefault("do", "").equals("send");
        Map<Question, Questionnaire.Entered> entered = new EnumMap<>(Question.class);
        Map<Question, Questionnaire.Entered> wrong = new EnumMap<>(Question.class);
        Mistakes mistakes = new Mistakes();
        for (Question question : Question.values()) {
            String id = question.id();
            if (!form.containsKey("detail-" + id)) {
                continue;
            }
            Mistakes own = new Mistakes();
            Questionnaire.Entered one = entered(question, form, files.get("file-" + id), own, ui);
            own.list().forEach(m -> mistakes.add(m.fieldId(), m.message()));
            (own.none() ? entered : wrong).put(question, one);
        }
        // What can be taken is kept whatever is wrong with the rest: a document that was chosen would have to be chosen
        // again.
        Map<Question, Reply> replies =
                questionnaire.by(opened.request(), () -> questionnaire.save(opened.request(), entered));
        String name = form.getOrDefault("name", "").replace("\0", "").strip();
        if (send) {
            complete(replies, wrong.keySet(), name, mistakes, ui);
        }
        if (!mistakes.none()) {
            response.setStatus(422);
            return page(opened, secret, wrong, name, mistakes, "", ui);
        }
        if (send
                && !questionnaire.by(
                        opened.request(), () -> questionnaire.submit(opened.request(), opened.supplier(), name))) {
            return page(opened, secret, Map.of(), name, mistakes, "sent", ui);
        }
        return new ModelAndView("redirect:/supplier/" + secret + "?done=" + (send ? "sent" : "saved"));
    }

    private Questionnaire.Entered entered(
            Question question, Map<String, String> form, @Nullable MultipartFile file, Mistakes own, Ui ui) {
        String id = question.id();
        Fields fields = new Fields(messages, ui.locale(), own);
        String answer = form.getOrDefault("answer-" + id, "");
        if (!answer.isEmpty()) {
            fields.oneOf("answer-" + id, answer, Reply.ANSWERS);
        }
        String detail = fields.text("detail-" + id, form.get("detail-" + id), false, Questionnaire.DETAIL_CHARS_MAX);
        LocalDate until = question == Question.SUPPORT
                ? fields.day("until-" + id, form.getOrDefault("until-" + id, ""), false)
                : null;
        if (file != null && file.getSize() > Questionnaire.FILE_BYTES_MAX) {
            fields.wrong("file-" + id, "large", Questionnaire.FILE_BYTES_MAX >> 20);
        }
        StoredFile stored = own.none() ? blobs.store(file) : null;
        return new Questionnaire.Entered(answer, detail, until, stored, form.containsKey("drop-" + id));
    }

    private void complete(Map<Question, Reply> replies, Set<Question> wrong, String name, Mistakes mistakes, Ui ui) {
        Fields fields = new Fields(messages, ui.locale(), mistakes);
        replies.forEach((question, reply) -> {
            if (reply.isOpen() && !wrong.contains(question)) {
                if (reply.answer().isEmpty()) {
                    fields.wrong("answer-" + question.id(), "unanswered");
                } else if (reply.answer().equals("yes") && reply.detail().isEmpty()) {
                    fields.wrong("detail-" + question.id(), "where");
                }
            }
        });
        fields.text("name", name, true, Suppliers.NAME_CHARS_MAX);
    }

    private ModelAndView page(
            Opened opened,
            String secret,
            Map<Question, Questionnaire.Entered> typed,
            String name,
            Mistakes mistakes,
            String done,
            Ui ui) {
        List<SupplierView.Asked> asked = new ArrayList<>();
        Map<Question, Reply> replies = new LinkedHashMap<>(questionnaire.replies(opened.request()));
        replies.forEach((question, reply) -> asked.add(asked(question, reply, typed.get(question), ui)));
        int open = (int) replies.values().stream().filter(Reply::isOpen).count();
        Request request = opened.request();
        return new ModelAndView("supplier/answer")
                .addObject(
                        "view",
                        new SupplierView.Sheet(
                                secret,
                                ui.makerName(),
                                opened.supplier().name(),
                                request.byName(),
                                request.note(),
                                ui.minute(request.expiresAt()),
                                name.isEmpty() ? request.recipient() : name,
                                asked,
                                open,
                                done))
                .addObject("mistakes", mistakes);
    }

    private static SupplierView.Asked asked(
            Question question, Reply reply, Questionnaire.@Nullable Entered typed, Ui ui) {
        String id = question.id();
        StoredFile file = reply.file();
        LocalDate until = typed == null ? reply.until() : typed.until();
        return new SupplierView.Asked(
                id,
                ui.t("supplier.question." + id),
                ui.t("supplier.question." + id + ".why"),
                ui.t("supplier.question." + id + ".detail"),
                typed == null ? reply.answer() : typed.answer(),
                typed == null ? reply.detail() : typed.detail(),
                until == null ? "" : until.toString(),
                question == Question.SUPPORT,
                file == null ? "" : file.fileName(),
                reply.isOpen(),
                switch (reply.state()) {
                    case "accepted" -> "met";
                    case "asked" -> "recheck";
                    case "sent" -> "info";
                    default -> "unknown";
                },
                ui.t("supplier.sheet." + reply.state()),
                reply.state().equals("asked") ? reply.comment() : "");
    }
}
