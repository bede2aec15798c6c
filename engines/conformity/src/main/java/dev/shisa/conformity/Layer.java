package dev.shisa.conformity;

import java.util.List;
import java.util.Set;

/** One subject among those in which a target's facts are looked up. */
public sealed interface Layer {

    Subject subject();

    /** Whether the facts of this layer are stale for the requirement, because a change touches it. */
    boolean isTouched(RequirementId requirement);

    /** The target's own release, its product, its organisation. */
    record Own(Subject subject) implements Layer {
        @Override
        public boolean isTouched(RequirementId requirement) {
            return false;
        }
    }

    /**
     * A predecessor of the release, with what the change-impact statements between the two say.
     *
     * @param signed false while one of the statements is missing or does not count yet: then every requirement is touched
     * @param touched the requirements that the signed statements name
     * @param statements those that there are, from the target's own release backwards
     */
    record Inherited(Subject subject, boolean signed, Set<RequirementId> touched, List<Statement> statements)
            implements Layer {
        public Inherited {
            touched = Set.copyOf(touched);
            statements = List.copyOf(statements);
        }

        public static Inherited unsigned(Subject predecessor) {
            return new Inherited(predecessor, false, Set.of(), List.of());
        }

        public static Inherited signed(Subject predecessor, Set<RequirementId> touched) {
            return new Inherited(predecessor, true, touched, List.of());
        }

        @Override
        public boolean isTouched(RequirementId requirement) {
            return !signed || touched.contains(requirement);
        }
    }
}
