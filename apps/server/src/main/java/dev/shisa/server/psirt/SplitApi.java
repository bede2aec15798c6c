package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Splitting and merging cases for programs. */
@Controller
class SplitApi {

    private static final String ALL = "/api/v1/psirt/cases";
    private static final String ONE = ALL + "/{number}";
    private static final int ENTRIES_MAX = 1_000;

    private final Cases cases;
    private final Splits splits;

    SplitApi(Cases cases, Splits splits) {
        this.cases = cases;
        this.splits = splits;
    }

    /**
     * What goes on in a case of its own.
     *
     * @param entries words, notes, files, judgements and parties of the case
     * @param reporter whether its reporter is the new one's, too
     */
    record PsirtSplitBody(
            String title,
            List<UUID> entries,
            @Nullable Boolean reporter,
            @Nullable String reason) {}

    /**
     * As which case it goes on.
     *
     * @param into number of the other case
     * @param agreed that people learn of it who did not know it
     */
    record PsirtMergeBody(
            String into, @Nullable Boolean agreed, @Nullable String reason) {}

    /** The case that there is now. */
    record PsirtNumberBody(String number) {}

    @PostMapping(ONE + "/split")
    @Requires(Act.HANDLE_CASES)
    @Operation(id = "psirt.split", status = 201)
    Answer<PsirtNumberBody> split(
            @PathVariable String number, @Body PsirtSplitBody sent, @AuthenticationPrincipal Person person) {
        if (sent.entries().size() > ENTRIES_MAX) {
            throw new BadField("/entries", "between", 0, ENTRIES_MAX);
        }
        String title = Entering.clean(sent.title(), false);
        if (title.length() > EntryField.Type.LINE.charsMax()) {
            throw new BadField("/title", "long", title.length(), EntryField.Type.LINE.charsMax());
        }
        Case made = splits.split(
                cases.require(number, "seen", person),
                title,
                new HashSet<>(sent.entries()),
                Objects.requireNonNullElse(sent.reporter(), false),
                why(sent.reason()),
                person);
        return Answer.of(new PsirtNumberBody(made.number())).at(ALL + "/" + made.number());
    }

    private static String why(@Nullable String reason) {
        return SplitPages.why(reason == null ? Map.of() : Map.of("text", reason));
    }

    @PostMapping(ONE + "/merge")
    @Requires(Act.HANDLE_CASES)
    @Operation(id = "psirt.merge")
    Answer<PsirtNumberBody> merge(
            @PathVariable String number, @Body PsirtMergeBody sent, @AuthenticationPrincipal Person person) {
        Case one = cases.require(number, "seen", person);
        Case into = cases.require(sent.into(), "seen", person);
        return Answer.of(new PsirtNumberBody(
                splits.merge(one, into, Objects.requireNonNullElse(sent.agreed(), false), why(sent.reason()), person)
                        .number()));
    }
}
