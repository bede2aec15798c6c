package dev.shisa.server.answers;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Slot;
import dev.shisa.server.evidence.FactForms;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Links for colleagues for programs. */
@Controller
class LinkApi {

    /** As on the page. */
    private static final int DAYS = 14;

    private final Products products;
    private final FactForms forms;
    private final Links links;

    private final Answers answers;

    LinkApi(Products products, FactForms forms, Links links, Answers answers) {
        this.answers = answers;
        this.products = products;
        this.forms = forms;
        this.links = links;
    }

    record LinkQuestionBody(String key, @Nullable String item) {}

    /** A link without the address that opens it. */
    record LinkBody(
            UUID id,
            String recipient,
            String note,
            List<LinkQuestionBody> questions,
            @OneOf({"sent", "opened", "ended", "revoked"}) String state,
            String createdBy,
            Instant createdAt,
            Instant expiresAt) {}

    /** @param days until it ends; null: fourteen */
    record NewLinkBody(
            List<LinkQuestionBody> questions,
            String recipient,
            @Nullable String note,
            @Nullable Integer days) {}

    /** @param address opens the link without an account; told this once, empty when the same call is sent again */
    record MadeLinkBody(LinkBody link, String address) {}

    @GetMapping("/api/v1/series/{code}/links")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "link.list")
    Answer<Listing<LinkBody>> list(@PathVariable String code, @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        return Answer.of(new Listing<>(
                links.ofSeries(series.id()).stream().map(this::body).toList(), null));
    }

    @PostMapping("/api/v1/series/{code}/links")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "link.make", status = 201)
    Answer<MadeLinkBody> make(
            @PathVariable String code,
            @Body NewLinkBody sent,
            @AuthenticationPrincipal Person person,
            HttpServletRequest request) {
        Series series = products.requireInUse(code, person);
        String recipient = sent.recipient().strip();
        if (recipient.isEmpty()) {
            throw new BadField("/recipient", "missing");
        }
        bounded(recipient, Links.NAME_CHARS_MAX, "/recipient");
        String note = sent.note() == null ? "" : sent.note();
        bounded(note, Links.NOTE_CHARS_MAX, "/note");
        int days = Objects.requireNonNullElse(sent.days(), DAYS);
        if (days < 1 || days > Links.DAYS_MAX) {
            throw new BadField("/days", "between", 1, Links.DAYS_MAX);
        }
        List<Slot> asked = List.copyOf(slots(series, sent.questions()));
        answers.requireMayAsk(asked, person);
        Links.Made made = links.make(series, asked, recipient, note, days, person);
        String address = made.link(request).url();
        return Answer.of(new MadeLinkBody(body(made.link()), address)).secret(address);
    }

    @PostMapping("/api/v1/series/{code}/links/{id}/revoke")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "link.revoke")
    Answer<LinkBody> revoke(@PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        return Answer.of(body(links.revoke(series, id)));
    }

    private Set<Slot> slots(Series series, List<LinkQuestionBody> questions) {
        if (questions.isEmpty()) {
            throw new BadField("/questions", "missing");
        }
        if (questions.size() > Links.QUESTIONS_MAX) {
            throw new BadField("/questions", "long-list", questions.size(), Links.QUESTIONS_MAX);
        }
        Set<Slot> slots = new LinkedHashSet<>();
        FactForms.OfSeries ofSeries = forms.of(series.id());
        for (int i = 0; i < questions.size(); i++) {
            LinkQuestionBody question = questions.get(i);
            String pointer = "/questions/" + i;
            String item = question.item() == null ? "" : question.item();
            if (!FactKey.isKey(question.key())) {
                throw new BadField(pointer + "/key", "key", question.key());
            }
            if (!item.isEmpty() && !Slot.isItemCode(item)) {
                throw new BadField(pointer + "/item", "item", item);
            }
            Slot slot = new Slot(new FactKey(question.key()), item);
            if (ofSeries.of(slot, "").filter(LinkController::canBeSent).isEmpty()) {
                throw new BadField(pointer, "question", slot.toString());
            }
            if (!slots.add(slot)) {
                throw new BadField(pointer, "twice");
            }
        }
        return slots;
    }

    private static void bounded(String text, int max, String pointer) {
        if (text.length() > max) {
            throw new BadField(pointer, "long", text.length(), max);
        }
    }

    private LinkBody body(LinkStore.Link link) {
        return new LinkBody(
                link.id(),
                link.recipient(),
                link.note(),
                link.slots().stream()
                        .map(slot -> new LinkQuestionBody(slot.key().value(), slot.item()))
                        .toList(),
                links.state(link).id(),
                link.createdByName(),
                link.createdAt(),
                link.expiresAt());
    }
}
