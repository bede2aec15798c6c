package dev.shisa.server.supplier;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.supplier.SupplierView.AskForm;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What was this supplier asked, what has it answered, and is that enough? */
@Controller
class QuestionPages {

    static final String HERE = SupplierWords.ALL + "/{supplier}/questions";
    private static final Set<String> DONE = Set.of("revoked", "accepted", "asked", "taken-back");

    private final Suppliers suppliers;
    private final SupplierStore store;
    private final RequestStore requests;
    private final Questionnaire questionnaire;
    private final SupplierWords words;
    private final LivingFacts facts;
    private final Blobs blobs;
    private final Messages messages;

    QuestionPages(
            Suppliers suppliers,
            SupplierStore store,
            RequestStore requests,
            Questionnaire questionnaire,
            SupplierWords words,
            LivingFacts facts,
            Blobs blobs,
            Messages messages) {
        this.suppliers = suppliers;
        this.store = store;
        this.requests = requests;
        this.questionnaire = questionnaire;
        this.words = words;
        this.facts = facts;
        this.blobs = blobs;
        this.messages = messages;
    }

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView questions(
            @PathVariable("supplier") String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return page(suppliers.require(code, person), none(), PublicAddress.Link.NONE, new Mistakes(), done, person, ui);
    }

    private static AskForm none() {
        return new AskForm("", "", String.valueOf(Questionnaire.DAYS));
    }

    private ModelAndView page(
            Supplier supplier,
            AskForm form,
            PublicAddress.Link link,
            Mistakes mistakes,
            String done,
            Person person,
            Ui ui) {
        List<Request> all = requests.of(supplier.id());
        boolean may = person.series().isEmpty() && !supplier.ended();
        List<SupplierView.RequestRow> rows =
                all.stream().map(r -> row(supplier, r, may, ui)).toList();
        long waiting = rows.stream()
                .flatMap(r -> r.replies().stream())
                .filter(SupplierView.ReplyRow::judge)
                .count();
        List<Review> reviews = store.reviews(supplier.id()).stream()
                .filter(r -> r.end() == null)
                .toList();
        return new ModelAndView("supplier/questions")
                .addObject("head", words.head(supplier, SupplierWords.Tab.QUESTIONS, person, ui))
                .addObject(
                        "title",
                        waiting > 0
                                ? ui.t("supplier.questions.title.waiting", supplier.name(), waiting)
                                : all.isEmpty()
                                        ? ui.t("supplier.questions.title.none", supplier.name())
                                        : ui.t(
                                                "supplier.questions.title",
                                                supplier.name(),
                                                facts.standing(supplier.id()).answered()))
                .addObject("rows", rows)
                .addObject(
                        "accepted",
                        reviews.stream()
                                .map(r -> new SupplierView.Score(
                                        r.id().toString(),
                                        ui.t("supplier.question." + r.question().id() + ".short"),
                                        r.until().isBefore(facts.today()) ? "recheck" : r.isYes() ? "met" : "not-met",
                                        ui.t("supplier.answer." + r.answer()),
                                        r.detail(),
                                        r.until().toString(),
                                        ui.t(
                                                "supplier.score.by",
                                                r.answeredBy(),
                                                r.byName(),
                                                ui.day(r.at()),
                                                r.file() == null ? 0 : 1)))
                                .toList())
                .addObject("form", form)
                .addObject("link", link)
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    private SupplierView.RequestRow row(Supplier supplier, Request request, boolean may, Ui ui) {
        List<SupplierView.ReplyRow> replies = new ArrayList<>();
        questionnaire.replies(request).forEach((question, reply) -> {
            // What is not sent yet is the supplier's own business.
            if (!reply.state().equals("draft")) {
                replies.add(reply(supplier, request, reply, may, ui));
            }
        });
        Request.State state = request.state(ui.now());
        return new SupplierView.RequestRow(
                request.id().toString(),
                request.recipient(),
                switch (state) {
                    case SUBMITTED -> "met";
                    case SENT, OPENED -> "info";
                    case ENDED -> "recheck";
                    case REVOKED -> "not-applicable";
                },
                // Once something was answered, it is not the opening that is waited for.
                ui.t(
                        (state == Request.State.SENT || state == Request.State.OPENED) && !replies.isEmpty()
                                ? "supplier.request.again"
                                : "supplier.request." + state.id()),
                ui.t("supplier.request.sent-by", ui.day(request.at()), request.byName()),
                ui.minute(request.expiresAt()),
                may && request.isOpen(ui.now()),
                replies);
    }

    private SupplierView.ReplyRow reply(Supplier supplier, Request request, Reply reply, boolean may, Ui ui) {
        String id = reply.question().id();
        // What is asked again is being changed.
        boolean shown = !reply.state().equals("asked");
        StoredFile file = shown ? reply.file() : null;
        return new SupplierView.ReplyRow(
                id,
                ui.t("supplier.question." + id + ".short"),
                ui.t("supplier.question." + id),
                shown ? ui.t("supplier.answer." + reply.answer()) : "",
                shown ? reply.detail() : "",
                !shown || reply.until() == null ? "" : reply.until().toString(),
                file == null ? "" : file.fileName(),
                file == null ? "" : SupplierWords.here(supplier) + "/questions/" + request.id() + "/" + id + "/file",
                switch (reply.state()) {
                    case "accepted" -> "met";
                    case "asked" -> "recheck";
                    default -> "user";
                },
                ui.t("supplier.reply." + reply.state()),
                reply.comment(),
                reply.until() != null && reply.until().isBefore(facts.today().plusYears(1))
                        ? reply.until().toString()
                        : facts.today().plusYears(1).toString(),
                may && reply.state().equals("sent"),
                !reply.answer().equals("unknown"));
    }

    @GetMapping(HERE + "/answers.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable("supplier") String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Supplier supplier = suppliers.require(code, person);
        return TableFile.of(format, supplier.code() + "-answers", ui)
                .column("question", "supplier.column.question")
                .column("answer", "supplier.column.answer")
                .column("detail", "supplier.column.detail")
                .column("by", "supplier.column.by")
                .column("file", "supplier.column.file")
                .column("accepted", "supplier.column.accepted")
                .column("until", "supplier.column.until")
                .column("ended", "supplier.column.ended")
                .download(store.reviews(supplier.id()).stream()
                        .map(r -> List.of(
                                ui.t("supplier.question." + r.question().id()),
                                ui.t("supplier.answer." + r.answer()),
                                r.detail(),
                                r.answeredBy(),
                                r.file() == null ? "" : r.file().fileName(),
                                ui.day(r.at()) + " " + r.byName(),
                                r.until().toString(),
                                r.end() == null
                                        ? ""
                                        : ui.day(r.end().at()) + " " + r.end().reason()))
                        .toList());
    }

    @PostMapping(HERE)
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView ask(
            @PathVariable("supplier") String code,
            @RequestParam Map<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            HttpServletResponse response) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        AskForm form = new AskForm(
                sent.getOrDefault("recipient", ""), sent.getOrDefault("note", ""), sent.getOrDefault("days", ""));
        Fields fields = fields(ui);
        String recipient = fields.text("recipient", form.recipient(), true, Fields.NAME_CHARS_MAX);
        String note = fields.text("note", form.note(), false, Fields.TEXT_CHARS_MAX);
        int days = days("days", form.days(), Questionnaire.DAYS_MAX, fields);
        if (!fields.mistakes().none()) {
            response.setStatus(422);
            return page(supplier, form, PublicAddress.Link.NONE, fields.mistakes(), "", person, ui);
        }
        Questionnaire.Made made = questionnaire.ask(supplier, recipient, note, days, person);
        return page(supplier, none(), made.link(request), new Mistakes(), "", person, ui);
    }

    static int days(String field, String typed, int most, Fields fields) {
        int days = typed.strip().matches("[0-9]{1,3}") ? Integer.parseInt(typed.strip()) : 0;
        if (days < 1 || days > most) {
            fields.wrong(field, "days", most);
        }
        return days;
    }

    private Fields fields(Ui ui) {
        return new Fields(messages, ui.locale(), new Mistakes());
    }

    @PostMapping(HERE + "/{id}/renew")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView renew(
            @PathVariable("supplier") String code,
            @PathVariable UUID id,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        Questionnaire.Made made = questionnaire.renew(supplier, id, Questionnaire.DAYS, person);
        return page(supplier, none(), made.link(request), new Mistakes(), "", person, ui);
    }

    @PostMapping(HERE + "/{id}/revoke")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView revoke(
            @PathVariable("supplier") String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        questionnaire.revoke(supplier, id, person);
        return SupplierPages.to(supplier, "/questions", "revoked");
    }

    /** @param sent {@code question}, {@code do} ({@code accept} or {@code ask}), {@code comment}, {@code until} */
    @PostMapping(HERE + "/{id}/judge")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView judge(
            @PathVariable("supplier") String code,
            @PathVariable UUID id,
            @RequestParam Map<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        Request request = questionnaire.require(supplier, id);
        Question question = Question.parse(sent.getOrDefault("question", ""))
                .orElseThrow(() -> new Problem(404, "supplier.row.unknown"));
        Reply reply = questionnaire.replies(request).getOrDefault(question, Reply.none(question, ui.now()));
        boolean accepted = !sent.getOrDefault("do", "").equals("ask");
        Mistakes mistakes = new Mistakes();
        Fields fields = fields(ui);
        Questionnaire.Judged told = questionnaire.check(
                new Questionnaire.Judged(
                        question,
                        accepted,
                        sent.getOrDefault("comment", ""),
                        accepted ? fields.day("until", sent.getOrDefault("until", ""), false) : null),
                reply,
                facts.today(),
                fields);
        fields.mistakes().list().forEach(m -> mistakes.add(m.fieldId() + "-" + question.id(), m.message()));
        if (mistakes.none()) {
            questionnaire.judge(supplier, request, told, person, "page");
            return SupplierPages.to(supplier, "/questions", accepted ? "accepted" : "asked");
        }
        response.setStatus(422);
        return page(supplier, none(), PublicAddress.Link.NONE, mistakes, "", person, ui);
    }

    /** What the supplier sent with an answer. */
    @GetMapping(HERE + "/{id}/{question}/file")
    @Requires(Act.VIEW)
    @Recorded("supplier.answer-file")
    ResponseEntity<Resource> file(
            @PathVariable("supplier") String code,
            @PathVariable UUID id,
            @PathVariable String question,
            @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.require(code, person);
        Request request = questionnaire.require(supplier, id);
        @Nullable
        Reply reply = Question.parse(question)
                .map(q -> questionnaire.replies(request).get(q))
                .filter(r -> !r.isOpen())
                .orElse(null);
        StoredFile file = reply == null ? null : reply.file();
        if (file == null) {
            throw new Problem(404, "supplier.row.unknown");
        }
        return blobs.download(file);
    }
}
