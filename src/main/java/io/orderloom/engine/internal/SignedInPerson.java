package io.orderloom.engine.internal;

import io.orderloom.engine.PersonAtTask;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.beans.factory.ObjectProvider;

/** The person who is signed in to the engine in this thread. */
final class SignedInPerson implements PersonAtTask {

    private final ObjectProvider<ProcessEngine> engine;

    SignedInPerson(ObjectProvider<ProcessEngine> engine) {
        this.engine = engine;
    }

    @Override
    public String actor() {
        Authentication person = engine.getObject().getIdentityService().getCurrentAuthentication();
        return person == null || person.getUserId() == null ? "system" : "staff:" + person.getUserId();
    }
}
