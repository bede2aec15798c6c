package dev.shisa.probe;

import java.util.List;

/** A declaration that cannot be used; each problem is one sentence with its place (a JSON pointer). */
public final class DeclarationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final List<String> problems;

    DeclarationException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
