package io.orderloom.testing;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Keeps the controllers and configurations of tests out of the service's component scan. */
public final class OnlyProductClasses extends TypeExcludeFilter {

    @Override
    public boolean match(MetadataReader candidate, MetadataReaderFactory factory) throws IOException {
        return candidate.getResource().getURL().getPath().contains("/test-classes/");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OnlyProductClasses;
    }

    @Override
    public int hashCode() {
        return OnlyProductClasses.class.hashCode();
    }
}
