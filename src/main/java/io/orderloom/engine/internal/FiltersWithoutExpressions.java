package io.orderloom.engine.internal;

import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.FilterManager;

/** Stores no filter whose query carries expressions; see {@link NoExpressionsInQueries}. */
final class FiltersWithoutExpressions extends FilterManager {

    @Override
    public Filter insertOrUpdateFilter(Filter filter) {
        NoExpressionsInQueries.refuseExpressions(filter);
        return super.insertOrUpdateFilter(filter);
    }

    /** Puts this manager in the place of the engine's own. */
    static final class Factory implements SessionFactory {

        @Override
        public Class<?> getSessionType() {
            return FilterManager.class;
        }

        @Override
        public Session openSession() {
            return new FiltersWithoutExpressions();
        }
    }
}
