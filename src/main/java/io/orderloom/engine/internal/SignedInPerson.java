package io.orderloom.engine.internal;

import io.orderloom.engine.PersonAtTask;
import io.orderloom.shared.Staff;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** The person who is signed in to the engine in this thread. */
final class SignedInPerson implements PersonAtTask {

    private final ObjectProvider<ProcessEngine> engine;

    SignedInPerson(ObjectProvider<ProcessEngine> engine) {
        this.engine = engine;
    }

    @Override
    public String actor() {
        Authentication person = signedIn();
        return person == null ? "system" : staff(person).actor();
    }

    @Override
    public Staff staff() {
        Authentication person = signedIn();
        if (person == null) {
            throw new IllegalStateException("Nobody is signed in, and this is a person's decision");
        }
        return staff(person);
    }

    private @Nullable Authentication signedIn() {
        Authentication person = engine.getObject().getIdentityService().getCurrentAuthentication();
        return person == null || person.getUserId() == null ? null : person;
    }

    private static Staff staff(Authentication person) {
        List<String> groups = person.getGroupIds();
        return new Staff(person.getUserId(), groups == null ? Set.of() : Set.copyOf(groups));
    }
}
