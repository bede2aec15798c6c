package dev.shisa.server.supplier;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.act.Door;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.record.Form;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.supplier.Questionnaire.SupplierAskSent;
import dev.shisa.server.supplier.Questionnaire.SupplierJudgementBody;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What was this supplier asked, what has it answered, and is that enough? */
@Controller
record QuestionPages(
        Suppliers suppliers,
        SupplierStore store,
        RequestStore requests,
        Questionnaire questionnaire,
        SupplierWords words,
        LivingFacts facts,
        Blobs blobs,
        Messages messages) {

    static final String HERE = SupplierPages.ONE + "/questions";

    /** @param made the link that was made now, which is shown once */
    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView questions(
            @PathVariable("supplier") String code,
            Form<SupplierAskSent> form,
            @RequestAttribute(required = false) Questionnaire.@Nullable Made made,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        PublicAddress.Link link = made == null ? PublicAddress.Link.NONE : made.link();
        return page(suppliers.require(code, person), form, link, new Mistakes(), person, ui);
    }

    private ModelAndView page(
            Supplier supplier,
            Form<SupplierAskSent> form,
            PublicAddress.Link link,
            Mistakes mistakes,
            Person person,
            Ui ui) {
        form.start("days", String.valueOf(Questionnaire.DAYS)).must("days", true);
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
                .addObject("mistakes", mistakes);
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
        Reply shown = reply.shown();
        StoredFile file = shown.file();
        LocalDate year = facts.today().plusYears(1);
        LocalDate until = reply.until();
        return new SupplierView.ReplyRow(
                id,
                ui.t("supplier.question." + id + ".short"),
                ui.t("supplier.question." + id),
                shown.answer().isEmpty() ? "" : ui.t("supplier.answer." + shown.answer()),
                shown.detail(),
                Objects.toString(shown.until(), ""),
                file == null ? "" : file.fileName(),
                file == null ? "" : SupplierWords.here(supplier) + "/questions/" + request.id() + "/" + id + "/file",
                switch (reply.state()) {
                    case "accepted" -> "met";
                    case "asked" -> "recheck";
                    default -> "user";
                },
                ui.t("supplier.reply." + reply.state()),
                reply.comment(),
                (until != null && until.isBefore(year) ? until : year).toString(),
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
        String question = sent.getOrDefault("question", "");
        boolean accepted = !sent.getOrDefault("do", "").equals("ask");
        Fields fields = new Fields(messages, ui.locale(), new Mistakes());
        SupplierJudgementBody told = new SupplierJudgementBody(
                question,
                accepted,
                sent.getOrDefault("comment", "").strip(),
                accepted ? fields.day("until", sent.getOrDefault("until", ""), false) : null);
        Mistakes mistakes = new Mistakes();
        if (fields.mistakes().none()) {
            try {
                questionnaire.judge(supplier, id, told, person, Door.PAGE);
                return new ModelAndView("redirect:" + SupplierWords.here(supplier) + "/questions?done="
                        + (accepted ? "accepted" : "asked"));
            } catch (Problem wrong) {
                if (wrong.fields().isEmpty()) {
                    throw wrong;
                }
                // One form of several: its fields are told apart by the question.
                wrong.fields()
                        .forEach(f -> mistakes.add(
                                f.name().substring(1) + "-" + question,
                                ui.first(f.keys(), f.args().toArray())));
            }
        }
        fields.mistakes().list().forEach(m -> mistakes.add(m.fieldId() + "-" + question, m.message()));
        response.setStatus(422);
        return page(supplier, Form.of(SupplierAskSent.class), PublicAddress.Link.NONE, mistakes, person, ui);
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
