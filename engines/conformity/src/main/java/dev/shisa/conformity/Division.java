package dev.shisa.conformity;

import java.util.List;

/**
 * How a guide divides what it asks: into phases of a product's life, and these into measures. It decides nothing; pages
 * count by it.
 *
 * @param mark on what the division rests
 */
public record Division(String framework, Requirement.Reading.Mark mark, Requirement.Source source, List<Part> parts) {

    /** One measure, and the phase in which it is taken. */
    public record Part(Text phase, Text measure, List<RequirementId> requirements) {
        public Part {
            requirements = List.copyOf(requirements);
        }
    }

    public Division {
        parts = List.copyOf(parts);
    }
}
