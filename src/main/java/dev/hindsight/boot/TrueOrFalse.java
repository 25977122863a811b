package dev.hindsight.boot;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a setting that is on or off. The framework's own reader takes every other word for off. */
public final class TrueOrFalse implements Converter<Boolean> {

    private static final long serialVersionUID = 1L;

    @Override
    public Boolean convert(String value) {
        return switch (value.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("it must be true or false");
        };
    }
}
