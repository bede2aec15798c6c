package dev.shisa.server.product;

import dev.shisa.server.platform.Problem;
import java.util.List;

/**
 * What somebody typed cannot be taken as it is: all the places at once, so that the form can show each mistake beside
 * its field and keep what was typed.
 */
public final class InputRefused extends Problem {

    private static final long serialVersionUID = 1L;

    private final transient List<Mistake> mistakes;

    InputRefused(List<Mistake> mistakes) {
        super(422, "product.input", mistakes.size());
        this.mistakes = List.copyOf(mistakes);
    }

    /** One mistake alone; see {@link Mistake}. */
    public static InputRefused of(String field, String code, Object... args) {
        return new InputRefused(List.of(Mistake.of(field, code, args)));
    }

    /** The same beside another field, where several things of one kind are typed on one page. */
    public InputRefused at(String field) {
        return new InputRefused(mistakes.stream()
                .map(mistake -> new Mistake(field, mistake.code(), mistake.args()))
                .toList());
    }

    public List<Mistake> mistakes() {
        return mistakes;
    }

    @Override
    public List<Field> fields() {
        return mistakes.stream()
                .map(mistake -> new Field(mistake.field(), "product.field." + mistake.code(), mistake.args()))
                .toList();
    }

    /**
     * One mistake.
     *
     * @param field name of the form's field
     * @param code its words are the message {@code product.field.<code>}
     */
    public record Mistake(String field, String code, List<Object> args) {

        public Mistake {
            args = List.copyOf(args);
        }

        static Mistake of(String field, String code, Object... args) {
            return new Mistake(field, code, List.of(args));
        }
    }
}
