package io.orderloom.engine.internal;

import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.impl.cfg.IdGenerator;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.db.PersistenceSession;
import org.camunda.bpm.engine.impl.db.entitymanager.DbEntityManager;
import org.camunda.bpm.engine.impl.db.entitymanager.DbEntityManagerFactory;
import org.jspecify.annotations.Nullable;

/** Describes a new row for the message of an error only when there is one; the engine does it with every row. */
final class UndescribedEntities extends DbEntityManager {

    UndescribedEntities(IdGenerator ids, @Nullable PersistenceSession session) {
        super(ids, session);
    }

    @Override
    protected void validateId(DbEntity entity) {
        if (entity.getId() == null || entity.getId().equals(Authorization.ANY)) {
            super.validateId(entity);
        }
    }

    /** Opens them in the place of the engine's own. */
    static final class Factory extends DbEntityManagerFactory {

        Factory(IdGenerator ids) {
            super(ids);
        }

        @Override
        public DbEntityManager openSession() {
            return new UndescribedEntities(
                    idGenerator, Context.getCommandContext().getSession(PersistenceSession.class));
        }
    }
}
