package dev.shisa.server.portal;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.portal.PlaceRows.Resting;
import dev.shisa.server.portal.StatedPlaces.Stated;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** The places where the maker publishes, for programs. */
@Controller
class PlaceApi {

    private final PlaceRows rows;
    private final PlaceWatch watch;
    private final Audit audit;

    PlaceApi(PlaceRows rows, PlaceWatch watch, Audit audit) {
        this.rows = rows;
        this.watch = watch;
        this.audit = audit;
    }

    /**
     * @param series code; null: about the company
     * @param key of the vocabulary
     * @param evidence code of what states it
     * @param lacking whether the page is there, and this is not on it
     */
    record PublishedFactBody(@Nullable String series, String key, String evidence, boolean lacking) {}

    /**
     * @param reason why it was not there at the last look; null: it was
     * @param failingSince null: it was there at the last look
     * @param changedAt when other words were read there for the first time; null: they are what they were
     * @param against codes of the evidence that speaks against the answers meanwhile
     */
    record PublishedPlaceBody(
            String address,

            @OneOf({"new", "there", "failing", "gone", "unasked"})
            String state,

            @Nullable String reason,
            @Nullable Instant lookedAt,
            @Nullable Instant reachedAt,
            @Nullable Instant failingSince,
            @Nullable Instant changedAt,
            List<PublishedFactBody> facts,
            List<String> against) {}

    /** The place that is to be looked at. */
    record PlaceLookBody(String address) {}

    @GetMapping("/api/v1/published-places")
    @Requires(Act.VIEW)
    @Operation(id = "place.list")
    Answer<Listing<PublishedPlaceBody>> list(Paging paging, @AuthenticationPrincipal Person person) {
        return Answer.of(paging.of(rows.of(person), one -> one.place().address(), PlaceApi::body));
    }

    @PostMapping("/api/v1/published-places/look")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "place.look")
    Answer<PublishedPlaceBody> look(@Body PlaceLookBody sent, @AuthenticationPrincipal Person person) {
        PlacePages.look(sent.address(), person, rows, watch, audit);
        return Answer.of(rows.of(person).stream()
                .filter(one -> one.place().address().equals(sent.address()))
                .map(PlaceApi::body)
                .findFirst()
                .orElseThrow(() -> new dev.shisa.server.platform.Problem(404, "portal.place.unknown")));
    }

    private static PublishedPlaceBody body(Resting one) {
        PublishedPlace place = one.place();
        return new PublishedPlaceBody(
                place.address(),
                PlacePages.word(one.state()),
                place.outcome().isEmpty() ? null : place.outcome(),
                place.lookedAt(),
                place.reachedAt(),
                place.failingSince(),
                place.changedAt(),
                one.stated().stream()
                        .map(stated -> fact(stated, one.lacking().contains(stated)))
                        .toList(),
                one.against());
    }

    private static PublishedFactBody fact(Stated stated, boolean lacking) {
        return new PublishedFactBody(
                stated.series() == null ? null : stated.series().code(),
                stated.slot().key().value(),
                stated.entry().evidenceCode(),
                lacking);
    }
}
