package dev.shisa.server.evidence;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.Value;
import dev.shisa.server.platform.api.BadField;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Values of facts as JSON: true and false, whole numbers, texts (days too), and lists of texts. */
public final class JsonValue {

    private JsonValue() {}

    public static Object write(Value value) {
        return switch (value) {
            case Value.Flag(boolean flag) -> flag;
            case Value.Whole(long number) -> number;
            case Value.Word(String word) -> word;
            case Value.Day(LocalDate day) -> day.toString();
            case Value.Words(SortedSet<String> words) -> List.copyOf(words);
        };
    }

    /**
     * Reads a value for a fact of this key; whether the vocabulary accepts it is another question.
     *
     * @param pointer where it stands in the body
     * @throws BadField when it is of another type
     */
    public static Value read(FactDefinition definition, JsonNode json, String pointer) {
        try {
            return switch (definition.type().value()) {
                case FLAG ->
                    Value.flag(require(json.isBoolean(), pointer, "flag", json).booleanValue());
                case WHOLE ->
                    Value.whole(require(json.isIntegralNumber() && json.canConvertToLong(), pointer, "whole", json)
                            .longValue());
                case WORD ->
                    Value.word(require(json.isString(), pointer, "word", json).stringValue());
                case DAY ->
                    Value.day(LocalDate.parse(
                            require(json.isString(), pointer, "day", json).stringValue()));
                case WORDS -> {
                    require(json.isArray(), pointer, "words", json);
                    TreeSet<String> words = new TreeSet<>();
                    for (JsonNode word : json) {
                        words.add(
                                require(word.isString(), pointer, "words", word).stringValue());
                    }
                    yield Value.words(words);
                }
            };
        } catch (DateTimeException e) {
            throw new BadField(pointer, "day");
        } catch (IllegalArgumentException e) {
            throw new BadField(pointer, "text");
        }
    }

    private static JsonNode require(boolean right, String pointer, String why, JsonNode json) {
        if (!right) {
            throw new BadField(pointer, why);
        }
        return json;
    }
}
