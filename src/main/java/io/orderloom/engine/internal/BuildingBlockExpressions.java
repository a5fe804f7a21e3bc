package io.orderloom.engine.internal;

import io.orderloom.engine.BuildingBlock;
import io.orderloom.engine.FlowDelegate;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.core.variable.scope.AbstractVariableScope;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.impl.el.VariableContextElResolver;
import org.camunda.bpm.engine.impl.el.VariableScopeElResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ArrayELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.BeanELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ListELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.MapELResolver;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Evaluates the expressions of models and decision tables. A model sees its variables, the execution's
 * harmless sides, plain values, and the beans that are building blocks; nothing leads from there to
 * another bean, a class or the engine.
 */
final class BuildingBlockExpressions extends JuelExpressionManager {

    private static final Set<String> OF_AN_EXECUTION = Set.of(
            "activityInstanceId",
            "businessKey",
            "currentActivityId",
            "currentActivityName",
            "id",
            "processBusinessKey",
            "processDefinitionId",
            "processInstanceId",
            "assignee",
            "createTime",
            "dueDate",
            "name",
            "taskDefinitionKey",
            "getActivityInstanceId",
            "getBusinessKey",
            "getCurrentActivityId",
            "getCurrentActivityName",
            "getId",
            "getProcessBusinessKey",
            "getProcessDefinitionId",
            "getProcessInstanceId",
            "getVariable",
            "getVariableLocal",
            "hasVariable",
            "hasVariableLocal",
            "setVariable",
            "setVariableLocal");

    private static final Set<String> OF_NOTHING =
            Set.of("class", "getClass", "declaringClass", "getDeclaringClass", "notify", "notifyAll", "wait");

    private final BeanFactory factory;

    BuildingBlockExpressions(BeanFactory factory) {
        this.factory = factory;
    }

    @Override
    protected ELResolver createElResolver() {
        CompositeELResolver resolver = new CompositeELResolver();
        resolver.add(new VariableScopeElResolver());
        resolver.add(new VariableContextElResolver());
        resolver.add(new Blocks(factory));
        resolver.add(new ArrayELResolver());
        resolver.add(new ListELResolver());
        resolver.add(new MapELResolver());
        resolver.add(new HarmlessMembers());
        return resolver;
    }

    /**
     * Expressions belong to a running process. The engine evaluates without one in a single place, which is
     * the expressions that callers put into queries.
     */
    @Override
    public ELContext getElContext(@Nullable VariableScope scope) {
        if (scope == null) {
            throw new BadUserRequestException("Expressions are not allowed in queries");
        }
        return super.getElContext(scope);
    }

    static boolean isBuildingBlock(Class<?> type) {
        return FlowDelegate.class.isAssignableFrom(type)
                || AnnotationUtils.findAnnotation(type, BuildingBlock.class) != null;
    }

    /** Finds building blocks by their bean name. */
    private static final class Blocks extends ELResolver {

        private final BeanFactory factory;
        private final Map<String, Boolean> known = new ConcurrentHashMap<>();

        Blocks(BeanFactory factory) {
            this.factory = factory;
        }

        @Override
        public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
            if (base == null && property instanceof String name && isBlock(name)) {
                context.setPropertyResolved(true);
                return factory.getBean(name);
            }
            return null;
        }

        private boolean isBlock(String name) {
            return known.computeIfAbsent(name, this::lookUp);
        }

        private boolean lookUp(String name) {
            if (!factory.containsBean(name)) {
                return false;
            }
            Class<?> type = factory.getType(name);
            return (type != null && isBuildingBlock(type))
                    || isBuildingBlock(AopUtils.getTargetClass(factory.getBean(name)));
        }

        @Override
        public boolean isReadOnly(ELContext context, @Nullable Object base, Object property) {
            return true;
        }

        @Override
        public void setValue(ELContext context, @Nullable Object base, Object property, Object value) {
            // read only
        }

        @Override
        public @Nullable Class<?> getType(ELContext context, @Nullable Object base, Object property) {
            return base == null ? Object.class : null;
        }

        @Override
        public Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
            return Object.class;
        }

        @Override
        public java.util.@Nullable Iterator<java.beans.FeatureDescriptor> getFeatureDescriptors(
                ELContext context, @Nullable Object base) {
            return null;
        }
    }

    /** Reads properties and calls methods, but only of things that lead nowhere else. */
    private static final class HarmlessMembers extends BeanELResolver {

        HarmlessMembers() {
            super(true);
        }

        @Override
        public Object getValue(ELContext context, @Nullable Object base, Object property) {
            if (base != null) {
                require(base, String.valueOf(property));
            }
            return super.getValue(context, base, property);
        }

        @Override
        public Object invoke(
                ELContext context,
                @Nullable Object base,
                Object method,
                Class<?>[] parameterTypes,
                Object[] parameters) {
            if (base != null) {
                require(base, String.valueOf(method));
            }
            return super.invoke(context, base, method, parameterTypes, parameters);
        }

        private static void require(Object base, String member) {
            if (!isHarmless(base, member)) {
                throw new ProcessEngineException("Models may not use '" + member + "' of "
                        + base.getClass().getSimpleName() + " in an expression");
            }
        }

        private static boolean isHarmless(Object base, String member) {
            if (OF_NOTHING.contains(member)) {
                return false;
            }
            if (base instanceof VariableScope || base instanceof AbstractVariableScope) {
                return OF_AN_EXECUTION.contains(member);
            }
            return isPlainValue(base) || isBuildingBlock(AopUtils.getTargetClass(base));
        }

        private static boolean isPlainValue(Object base) {
            return base instanceof CharSequence
                    || base instanceof Number
                    || base instanceof Boolean
                    || base instanceof Date
                    || base instanceof Enum<?>
                    || base instanceof Collection<?>
                    || base instanceof Map<?, ?>
                    || base instanceof java.time.temporal.TemporalAccessor
                    || base instanceof java.time.temporal.TemporalAmount;
        }
    }
}
