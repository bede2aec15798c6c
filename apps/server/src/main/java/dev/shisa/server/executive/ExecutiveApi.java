package dev.shisa.server.executive;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.conformity.Ground;
import dev.shisa.server.executive.CostSheet.Kind;
import dev.shisa.server.executive.CostSheet.Loss;
import dev.shisa.server.executive.CostSheet.Measure;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** What executives look at, for programs: how ready the company is, and the cost sheet with its sums. */
@Controller
class ExecutiveApi {

    private final Preparedness readiness;
    private final Costs costs;

    ExecutiveApi(Preparedness readiness, Costs costs) {
        this.readiness = readiness;
        this.costs = costs;
    }

    /**
     * One pillar.
     *
     * @param requirement of which it is the company's half
     * @param facts keys of the facts that make it what it is
     * @param ofProducts conditions of the requirement that are asked of each product and decided there
     */
    record PillarBody(String pillar, String requirement, String state, List<String> facts, int ofProducts) {}

    /** All pillars, and how many of them stand. */
    record ReadinessBody(int ready, List<PillarBody> pillars) {}

    @GetMapping("/api/v1/organisation/readiness")
    @Requires(Act.VIEW)
    @Operation(id = "executive.readiness")
    Answer<ReadinessBody> readiness(@AuthenticationPrincipal Person person) {
        requireAll(person);
        List<Preparedness.Standing> now = readiness.now();
        return Answer.of(new ReadinessBody(
                (int) now.stream()
                        .map(Preparedness.Standing::state)
                        .filter(VerdictState::isGreen)
                        .count(),
                now.stream()
                        .map(s -> new PillarBody(
                                s.pillar().id(),
                                s.requirement().id().toString(),
                                s.state().code(),
                                s.points().stream()
                                        .map(Ground.Point::key)
                                        .distinct()
                                        .toList(),
                                s.ofProducts()))
                        .toList()));
    }

    /**
     * One assumed loss.
     *
     * @param yen when it happens once; null: nobody puts a sum on it
     * @param years once in so many years
     * @param basis on what the figures rest
     */
    record CostLossBody(
            UUID id,

            @OneOf({"sales", "recall", "damages", "shares", "reputation", "society", "morale", "other"})
            String kind,

            String name,
            @Nullable Long yen,
            int years,
            String basis) {}

    /**
     * One measure.
     *
     * @param once spent at the beginning
     * @param years over so many years that is spread
     * @param yearly spent every year
     * @param percent by how much it lowers each loss that it reduces
     * @param reduces ids of losses
     */
    record CostMeasureBody(
            UUID id, String name, long once, int years, long yearly, int percent, List<UUID> reduces, String basis) {}

    /** The assumptions. */
    record CostsBody(List<CostLossBody> losses, List<CostMeasureBody> measures) {}

    /**
     * Sums in yen a year.
     *
     * @param without losses if nothing is done
     * @param remaining losses that remain with the measures
     * @param costs of the measures
     * @param gain what the measures save, less what they cost
     * @param incident all losses once
     */
    record SumsBody(long without, long remaining, long costs, long gain, long incident) {}

    /** The sheet that counts. */
    record CostSheetBody(CostsBody assumptions, SumsBody sums, int number) {}

    /** While nothing was entered, the sheet is empty and its number 0. */
    @GetMapping("/api/v1/organisation/costs")
    @Requires(Act.VIEW)
    @Operation(id = "executive.costs")
    Answer<CostSheetBody> sheet(@AuthenticationPrincipal Person person) {
        requireAll(person);
        CostSheet sheet = costs.sheet();
        CostSheet.Sums sums = sheet.sums();
        int number = costs.number();
        return Answer.of(new CostSheetBody(
                        new CostsBody(
                                sheet.losses().stream()
                                        .map(l -> new CostLossBody(
                                                l.id(), l.kind().id(), l.name(), l.yen(), l.years(), l.basis()))
                                        .toList(),
                                sheet.measures().stream()
                                        .map(m -> new CostMeasureBody(
                                                m.id(),
                                                m.name(),
                                                m.once(),
                                                m.years(),
                                                m.yearly(),
                                                m.percent(),
                                                m.reduces().stream().sorted().toList(),
                                                m.basis()))
                                        .toList()),
                        new SumsBody(sums.without(), sums.with(), sums.costs(), sums.gain(), sums.incident()),
                        number))
                .version(number);
    }

    /** Enters the whole sheet. The version of what nobody has entered yet is 0. */
    @PutMapping("/api/v1/organisation/costs")
    @Requires(Act.PLAN)
    @Operation(id = "executive.enter")
    Answer<CostSheetBody> enter(@Body CostsBody sent, IfMatch seen, @AuthenticationPrincipal Person person) {
        requireAll(person);
        int number = seen.require(costs.number());
        if (!costs.enter(read(sent), number, person)) {
            throw new Problem(409, "changed-meanwhile", "");
        }
        return sheet(person);
    }

    private static void requireAll(Person person) {
        person.requireAll();
    }

    private static CostSheet read(CostsBody sent) {
        count("/losses", sent.losses().size());
        count("/measures", sent.measures().size());
        List<Loss> losses = new java.util.ArrayList<>();
        Set<UUID> ids = new java.util.HashSet<>();
        for (int i = 0; i < sent.losses().size(); i++) {
            CostLossBody loss = sent.losses().get(i);
            String at = "/losses/" + i;
            if (!ids.add(loss.id())) {
                throw new BadField(at + "/id", "twice");
            }
            losses.add(new Loss(
                    loss.id(),
                    Kind.parse(loss.kind()).orElseThrow(),
                    words(at + "/name", loss.name(), true, CostSheet.NAME_CHARS_MAX),
                    loss.yen() == null ? null : between(at + "/yen", loss.yen(), 0, CostSheet.YEN_MAX),
                    (int) between(at + "/years", loss.years(), 1, CostSheet.YEARS_MAX),
                    words(at + "/basis", loss.basis(), false, CostSheet.BASIS_CHARS_MAX)));
        }
        List<Measure> measures = new java.util.ArrayList<>();
        Set<UUID> own = new java.util.HashSet<>();
        for (int i = 0; i < sent.measures().size(); i++) {
            CostMeasureBody measure = sent.measures().get(i);
            String at = "/measures/" + i;
            if (!own.add(measure.id())) {
                throw new BadField(at + "/id", "twice");
            }
            if (!ids.containsAll(measure.reduces())) {
                throw new BadField(at + "/reduces", "item", measure.reduces());
            }
            measures.add(new Measure(
                    measure.id(),
                    words(at + "/name", measure.name(), true, CostSheet.NAME_CHARS_MAX),
                    between(at + "/once", measure.once(), 0, CostSheet.YEN_MAX),
                    (int) between(at + "/years", measure.years(), 1, CostSheet.YEARS_MAX),
                    between(at + "/yearly", measure.yearly(), 0, CostSheet.YEN_MAX),
                    (int) between(at + "/percent", measure.percent(), 0, 100),
                    Set.copyOf(measure.reduces()),
                    words(at + "/basis", measure.basis(), false, CostSheet.BASIS_CHARS_MAX)));
        }
        return new CostSheet(losses, measures);
    }

    private static void count(String field, int rows) {
        if (rows > CostSheet.ROWS_MAX) {
            throw new BadField(field, "between", 0, CostSheet.ROWS_MAX);
        }
    }

    private static long between(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new BadField(field, "between", least, most);
        }
        return value;
    }

    private static String words(String field, String words, boolean required, int most) {
        if (required && words.isBlank()) {
            throw new BadField(field, "missing");
        }
        if (words.length() > most) {
            throw new BadField(field, "long", words.length(), most);
        }
        return words.strip();
    }
}
