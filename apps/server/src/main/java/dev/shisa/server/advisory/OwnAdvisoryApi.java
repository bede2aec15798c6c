package dev.shisa.server.advisory;

import dev.shisa.advisory.Sentences;
import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.advisory.provider.Tlp;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** The maker's advisories, for programs. */
@Controller
class OwnAdvisoryApi {

    private static final String ALL = "/api/v1/advisories";
    private static final String ONE = ALL + "/{advisory}";

    private final OwnAdvisories advisories;
    private final ClaimCheck claims;
    private final Products products;
    private final Messages messages;

    OwnAdvisoryApi(OwnAdvisories advisories, ClaimCheck claims, Products products, Messages messages) {
        this.advisories = advisories;
        this.claims = claims;
        this.products = products;
        this.messages = messages;
    }

    /** A text in both languages; one of them may be missing. */
    record BilingualBody(@Nullable String ja, @Nullable String en) {

        static BilingualBody of(Said said) {
            return new BilingualBody(said.ja(), said.en());
        }

        static Said said(@Nullable BilingualBody body) {
            return body == null
                    ? AdvisoryContent.NOTHING
                    : new Said(
                            Objects.requireNonNullElse(body.ja(), "").strip(),
                            Objects.requireNonNullElse(body.en(), "").strip());
        }
    }

    /**
     * A series that is concerned.
     *
     * @param series its code
     * @param models numbers; none: all of them
     * @param earlier whether every version before the fixed one is concerned
     * @param affected names of versions that are, one by one
     * @param fixed name of the version without it
     * @param remedy what is offered for this one; missing: the same as for all
     * @param action what those concerned should do; missing: the same as for all, unless the remedy is another one
     * @param url where its fix is; likewise
     */
    record ConcernedBody(
            String series,
            @Nullable List<String> models,
            @Nullable Boolean earlier,
            @Nullable List<String> affected,
            @Nullable String fixed,

            @OneOf({"fix", "workaround", "substitute", "stop-use", "investigating"}) @Nullable
            String remedy,

            @Nullable BilingualBody action,
            @Nullable String url) {}

    /** Who is thanked. */
    record ThanksBody(@Nullable String name, @Nullable String organization) {}

    /**
     * What an advisory says.
     *
     * @param note what this revision changes
     * @param summary what is wrong and what may happen
     * @param action what those concerned should do
     * @param cvss3 a vector of CVSS 3.1 beside one of 4.0 in {@code cvss}
     * @param why label of the reason, where products are not affected
     */
    record AdvisoryText(
            @OneOf({"advisory", "unaffected", "information"})
            String kind,

            BilingualBody title,
            @Nullable BilingualBody note,
            @Nullable BilingualBody summary,
            @Nullable String cve,
            @Nullable String cwe,
            @Nullable String cvss,
            @Nullable String cvss3,
            List<ConcernedBody> concerned,

            @OneOf({"fix", "workaround", "substitute", "stop-use", "investigating"})
            String remedy,

            @Nullable BilingualBody action,
            @Nullable BilingualBody workaround,
            @Nullable String url,
            @Nullable String exploited,
            @Nullable String why,
            @Nullable List<ThanksBody> thanks,

            @OneOf({"WHITE", "GREEN", "AMBER", "RED"}) String tlp,

            @Nullable LocalDate notBefore) {}

    /**
     * An advisory.
     *
     * @param code for people, while it has no number
     * @param tracking its number; missing while nothing was issued
     * @param revision of what was issued; 0: nothing was
     */
    record AdvisoryBody(
            String code,
            @Nullable String tracking,

            @OneOf({"draft", "asked", "issued", "withdrawn", "discarded"})
            String state,

            int revision,
            AdvisoryText text) {}

    /** A line of the list. */
    record AdvisoryLine(String code, @Nullable String tracking, String state, BilingualBody title) {}

    /** @param despite why it is to be issued although triage, findings or bills of materials say something else */
    record AskBody(@Nullable String note, @Nullable String despite) {}

    record AdvisoryReasonBody(String reason) {}

    /**
     * @param typed code or number, where there is no second person
     * @param acknowledged that nothing is offered yet
     * @param tell whether those who asked for notices by mail are told at once
     * @param despite that what contradicts was seen, and the reason for it is agreed to
     */
    record AgreeBody(
            @Nullable String typed,
            @Nullable Boolean acknowledged,
            @Nullable Boolean tell,
            @Nullable Boolean despite) {}

    record AdvisoryWithdrawalBody(BilingualBody reason) {}

    /** One fault. */
    record FaultBody(String test, String severity, String pointer, String sentence) {}

    /**
     * Whether it could be issued.
     *
     * @param missing what nobody has said yet
     * @param contradictions where triage, findings or bills of materials say something else: a reason has to be given for these
     */
    record AdvisoryCheckBody(
            boolean valid,
            List<String> missing,
            List<FaultBody> findings,
            @Nullable List<AdvisoryContradictionBody> contradictions) {}

    /**
     * @param series its code
     * @param release name of the version
     * @param component as the bill of materials has it
     * @param state what is thought of the finding; missing: it is only listed
     */
    record AdvisoryContradictionBody(
            String kind,
            String series,
            String release,
            String component,
            @Nullable String state,
            String sentence) {}

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    @Operation(id = "advisory.list")
    Answer<Listing<AdvisoryLine>> list(Paging paging, @AuthenticationPrincipal Person person) {
        return Answer.of(paging.of(
                advisories.visibleTo(person),
                one -> one.id().toString(),
                one -> new AdvisoryLine(
                        one.code(),
                        one.issued() == null ? null : one.issued().tracking(),
                        state(one, person).id(),
                        BilingualBody.of(content(one, person).title()))));
    }

    private OwnAdvisory.State state(OwnAdvisory advisory, Person person) {
        IssuedAdvisory issued = advisory.issued();
        return issued == null || advisories.seesDraft(advisory, person)
                ? advisory.state()
                : issued.content().withdrawn() ? OwnAdvisory.State.WITHDRAWN : OwnAdvisory.State.ISSUED;
    }

    private AdvisoryContent content(OwnAdvisory advisory, Person person) {
        IssuedAdvisory issued = advisory.issued();
        return issued == null || advisories.seesDraft(advisory, person)
                ? advisory.draft().content()
                : issued.content();
    }

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    @Operation(id = "advisory.get")
    Answer<AdvisoryBody> get(@PathVariable String advisory, @AuthenticationPrincipal Person person) {
        return answer(advisories.require(advisory, person), person);
    }

    private Answer<AdvisoryBody> answer(OwnAdvisory advisory, Person person) {
        IssuedAdvisory issued = advisory.issued();
        return Answer.of(new AdvisoryBody(
                        advisory.code(),
                        issued == null ? null : issued.tracking(),
                        state(advisory, person).id(),
                        issued == null ? 0 : issued.number(),
                        text(content(advisory, person))))
                .version(advisory.draft().number());
    }

    private AdvisoryText text(AdvisoryContent content) {
        List<ConcernedBody> concerned = new ArrayList<>();
        for (ConcernedProduct one : advisories.named(content)) {
            AdvisoryContent.Offer own = one.own();
            concerned.add(new ConcernedBody(
                    one.code(),
                    one.models(),
                    one.earlier(),
                    one.affected(),
                    one.fixed(),
                    own.remedy() == null ? null : own.remedy().id(),
                    AdvisoryContent.said(own.action()) ? BilingualBody.of(own.action()) : null,
                    own.url().isEmpty() ? null : own.url()));
        }
        return new AdvisoryText(
                content.kind().id(),
                BilingualBody.of(content.title()),
                BilingualBody.of(content.note()),
                BilingualBody.of(content.summary()),
                content.cve(),
                content.cwe(),
                content.cvss(),
                content.cvss3().isEmpty() ? null : content.cvss3(),
                concerned,
                content.remedy().id(),
                BilingualBody.of(content.action()),
                BilingualBody.of(content.workaround()),
                content.url(),
                content.exploited(),
                content.why(),
                content.thanks().stream()
                        .map(one -> new ThanksBody(one.name(), one.organization()))
                        .toList(),
                content.tlp() == Tlp.UNLABELED ? "WHITE" : content.tlp().name(),
                content.notBefore());
    }

    private AdvisoryContent content(AdvisoryText sent, @Nullable UUID caseId, Person person) {
        List<AdvisoryContent.Concerned> concerned = new ArrayList<>();
        for (int i = 0; i < sent.concerned().size(); i++) {
            concerned.add(concerned(sent.concerned().get(i), "/concerned/" + i, person));
        }
        AdvisoryContent content = new AdvisoryContent(
                AdvisoryContent.Kind.parse(sent.kind()).orElseThrow(),
                BilingualBody.said(sent.title()),
                BilingualBody.said(sent.note()),
                BilingualBody.said(sent.summary()),
                text(sent.cve()),
                text(sent.cwe()),
                text(sent.cvss()),
                text(sent.cvss3()),
                concerned,
                AdvisoryContent.Remedy.parse(sent.remedy()).orElseThrow(),
                BilingualBody.said(sent.action()),
                BilingualBody.said(sent.workaround()),
                text(sent.url()),
                text(sent.exploited()),
                text(sent.why()),
                (sent.thanks() == null ? List.<ThanksBody>of() : sent.thanks())
                        .stream()
                                .map(one -> new AdvisoryContent.Thanks(text(one.name()), text(one.organization())))
                                .toList(),
                Tlp.valueOf(sent.tlp()),
                sent.notBefore(),
                false,
                caseId);
        advisories.wrong(content, person).stream().findFirst().ifPresent(wrong -> {
            throw BadField.said(
                    pointer(wrong.field()),
                    "advisory.wrong." + wrong.why(),
                    wrong.args().toArray());
        });
        return content;
    }

    private static String pointer(String field) {
        return field.equals("series")
                ? "/concerned"
                : field.endsWith("Ja")
                        ? "/" + field.substring(0, field.length() - 2) + "/ja"
                        : field.endsWith("En") ? "/" + field.substring(0, field.length() - 2) + "/en" : "/" + field;
    }

    private static String text(@Nullable String sent) {
        return sent == null ? "" : sent.strip();
    }

    private AdvisoryContent.Concerned concerned(ConcernedBody sent, String at, Person person) {
        Series series;
        try {
            series = products.require(sent.series(), person);
        } catch (Problem e) {
            throw BadField.said(at + "/series", "advisory.wrong.series");
        }
        List<Model> models = products.models(series.id());
        List<Release> releases = products.releases(series.id());
        List<UUID> chosen = new ArrayList<>();
        for (String number : sent.models() == null ? List.<String>of() : sent.models()) {
            chosen.add(models.stream()
                    .filter(model -> model.number().equals(number))
                    .map(Model::id)
                    .findFirst()
                    .orElseThrow(() -> unregistered(at + "/models", series)));
        }
        List<UUID> affected = new ArrayList<>();
        for (String name : sent.affected() == null ? List.<String>of() : sent.affected()) {
            affected.add(release(releases, name).orElseThrow(() -> unregistered(at + "/affected", series)));
        }
        String fixed = sent.fixed();
        return new AdvisoryContent.Concerned(
                series.id(),
                chosen.size() == models.size() ? List.of() : chosen,
                sent.earlier() == null || sent.earlier(),
                affected,
                fixed == null ? null : release(releases, fixed).orElseThrow(() -> unregistered(at + "/fixed", series)),
                new AdvisoryContent.Offer(
                        sent.remedy() == null
                                ? null
                                : AdvisoryContent.Remedy.parse(sent.remedy()).orElseThrow(),
                        BilingualBody.said(sent.action()),
                        text(sent.url())));
    }

    private static Optional<UUID> release(List<Release> releases, String name) {
        return releases.stream()
                .filter(one -> one.name().equals(name))
                .map(Release::id)
                .findFirst();
    }

    private static BadField unregistered(String pointer, Series series) {
        return BadField.said(pointer, "advisory.wrong.register", series.name());
    }

    private static Locale locale(Person person) {
        return Locale.forLanguageTag(person.language());
    }

    @PostMapping(ALL)
    @Requires(Act.WRITE_ADVISORY)
    @Operation(id = "advisory.create", status = 201)
    Answer<AdvisoryBody> create(@Body AdvisoryText sent, @AuthenticationPrincipal Person person) {
        OwnAdvisory made = advisories.create(content(sent, null, person), person);
        return answer(made, person).at(ALL + "/" + made.code());
    }

    @PutMapping(ONE)
    @Requires(Act.WRITE_ADVISORY)
    @Operation(id = "advisory.save")
    Answer<AdvisoryBody> save(
            @PathVariable String advisory,
            @Body AdvisoryText sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person) {
        OwnAdvisory present = advisories.requireDraft(advisory, person);
        int number = seen.require(present.draft().number());
        return answer(
                advisories.save(
                        present, number, content(sent, present.draft().content().caseId(), person), person),
                person);
    }

    @GetMapping(ONE + "/check")
    @Requires(Act.WRITE_ADVISORY)
    @Operation(id = "advisory.check")
    Answer<AdvisoryCheckBody> check(@PathVariable String advisory, @AuthenticationPrincipal Person person) {
        OwnAdvisory present = advisories.requireDraft(advisory, person);
        OwnAdvisories.Checked checked = advisories.check(present);
        Sentences sentences = Sentences.in(locale(person));
        return Answer.of(new AdvisoryCheckBody(
                checked.isValid(),
                advisories.missing(present),
                checked.findings().stream()
                        .map(f -> new FaultBody(
                                f.test(), f.severity().name().toLowerCase(Locale.ROOT), f.pointer(), sentences.say(f)))
                        .toList(),
                claims.of(present).stream()
                        .map(one -> contradiction(one, locale(person)))
                        .toList()));
    }

    private AdvisoryContradictionBody contradiction(Contradiction one, Locale locale) {
        return new AdvisoryContradictionBody(
                one.kind(),
                one.series(),
                one.version(),
                one.component(),
                one.state().isEmpty() ? null : one.state(),
                messages.get(
                        locale,
                        "advisory.contradiction." + one.kind(),
                        one.series(),
                        one.version(),
                        one.component(),
                        one.state().isEmpty() ? "" : messages.get(locale, "finding.state." + one.state())));
    }

    @GetMapping(ONE + "/csaf")
    @Requires(Act.VIEW)
    @Recorded("advisory.take")
    @Operation(id = "advisory.document", file = "application/json")
    ResponseEntity<byte[]> document(@PathVariable String advisory, @AuthenticationPrincipal Person person) {
        OwnAdvisory present = advisories.require(advisory, person);
        IssuedAdvisory issued = present.issued();
        if (issued == null) {
            throw new Problem(404, "advisory.unknown", advisory);
        }
        return ResponseEntity.ok().header("Content-Type", "application/json").body(issued.document());
    }

    @PostMapping(ONE + "/ask")
    @Requires(Act.WRITE_ADVISORY)
    @Operation(id = "advisory.ask")
    Answer<AdvisoryBody> ask(
            @PathVariable String advisory, @Body AskBody sent, @AuthenticationPrincipal Person person) {
        OwnAdvisory present = advisories.requireDraft(advisory, person);
        return answer(
                advisories.ask(present, present.draft().number(), text(sent.note()), text(sent.despite()), person),
                person);
    }

    @PostMapping(ONE + "/give-back")
    @Requires(Act.ISSUE_ADVISORY)
    @Operation(id = "advisory.give-back")
    Answer<AdvisoryBody> giveBack(
            @PathVariable String advisory, @Body AdvisoryReasonBody sent, @AuthenticationPrincipal Person person) {
        OwnAdvisory present = advisories.requireDraft(advisory, person);
        return answer(advisories.giveBack(present, present.draft().number(), sent.reason(), person), person);
    }

    @PostMapping(ONE + "/issue")
    @Requires(Act.ISSUE_ADVISORY)
    @Operation(id = "advisory.issue")
    Answer<AdvisoryBody> issue(
            @PathVariable String advisory, @Body AgreeBody sent, @AuthenticationPrincipal Person person) {
        OwnAdvisory present = advisories.requireDraft(advisory, person);
        return answer(
                advisories.issue(
                        present,
                        present.draft().number(),
                        new OwnAdvisories.Consent(
                                text(sent.typed()),
                                Boolean.TRUE.equals(sent.acknowledged()),
                                Boolean.TRUE.equals(sent.despite()),
                                Boolean.TRUE.equals(sent.tell())),
                        person),
                person);
    }

    @PostMapping(ONE + "/withdraw")
    @Requires(Act.WRITE_ADVISORY)
    @Operation(id = "advisory.withdraw")
    Answer<AdvisoryBody> withdraw(
            @PathVariable String advisory, @Body AdvisoryWithdrawalBody sent, @AuthenticationPrincipal Person person) {
        OwnAdvisory present = advisories.requireDraft(advisory, person);
        return answer(
                advisories.askWithdrawal(present, present.draft().number(), BilingualBody.said(sent.reason()), person),
                person);
    }

    @PostMapping(ONE + "/discard")
    @Requires(Act.WRITE_ADVISORY)
    @Operation(id = "advisory.discard")
    Answer<AdvisoryBody> discard(
            @PathVariable String advisory, @Body AdvisoryReasonBody sent, @AuthenticationPrincipal Person person) {
        OwnAdvisory present = advisories.requireDraft(advisory, person);
        return answer(advisories.discard(present, present.draft().number(), sent.reason(), person), person);
    }
}
