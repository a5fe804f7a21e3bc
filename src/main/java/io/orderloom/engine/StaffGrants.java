package io.orderloom.engine;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** What each role may do in the engine and its web applications: the least that its work needs. */
@Component
class StaffGrants implements InitializingBean {

    private static final String ALL_TASKS = "所有待办 · All tasks";
    private static final String TASKS_OF_SERVICE = "客服待办 · Customer service";
    private static final String TASKS_OF_WAREHOUSE = "仓库待办 · Warehouse";
    private static final String TASKS_OF_OPS = "运维待办 · Operations";

    private static final Permission[] WATCH = {
        ProcessDefinitionPermissions.READ, ProcessDefinitionPermissions.READ_INSTANCE
    };

    private static final Permission[] REPAIR = {
        ProcessDefinitionPermissions.READ,
        ProcessDefinitionPermissions.READ_INSTANCE,
        ProcessDefinitionPermissions.UPDATE_INSTANCE,
        ProcessDefinitionPermissions.RETRY_JOB,
        ProcessDefinitionPermissions.SUSPEND,
        ProcessDefinitionPermissions.SUSPEND_INSTANCE
    };

    private final IdentityService identity;
    private final AuthorizationService authorizations;
    private final FilterService filters;
    private final TaskService tasks;
    private final Transactions transactions;

    StaffGrants(
            IdentityService identity,
            AuthorizationService authorizations,
            FilterService filters,
            TaskService tasks,
            Transactions transactions) {
        this.identity = identity;
        this.authorizations = authorizations;
        this.filters = filters;
        this.tasks = tasks;
        this.transactions = transactions;
    }

    @Override
    public void afterPropertiesSet() {
        try {
            transactions.run(this::ensure);
        } catch (ProcessEngineException e) {
            // Another node that started at this very moment wrote them; then there is nothing left to write.
            transactions.run(this::ensure);
        }
    }

    private void ensure() {
        EngineStaffDirectory.ROLES.stream().map(EngineStaffDirectory::group).forEach(this::group);

        for (Resource resource : Resources.values()) {
            grant(Groups.CAMUNDA_ADMIN, resource, Authorization.ANY, Permissions.ALL);
        }
        grant("ops", Resources.APPLICATION, "cockpit", Permissions.ACCESS);
        grant("ops", Resources.PROCESS_DEFINITION, Authorization.ANY, REPAIR);
        grant("ops", Resources.DECISION_DEFINITION, Authorization.ANY, Permissions.READ);
        grant("ops", Resources.DEPLOYMENT, Authorization.ANY, Permissions.READ);

        grant("ops", Resources.APPLICATION, "tasklist", Permissions.ACCESS);
        grant("ops", Resources.FILTER, tasksOf("ops", TASKS_OF_OPS), Permissions.READ);

        String all = filter(ALL_TASKS, tasks.createTaskQuery());
        for (String group : new String[] {"ops", "service", "warehouse"}) {
            grant(group, Resources.FILTER, all, Permissions.READ);
        }

        grant("analyst", Resources.APPLICATION, "cockpit", Permissions.ACCESS);
        grant("analyst", Resources.PROCESS_DEFINITION, Authorization.ANY, WATCH);
        grant("analyst", Resources.DECISION_DEFINITION, Authorization.ANY, Permissions.READ);
        grant("analyst", Resources.DEPLOYMENT, Authorization.ANY, Permissions.READ);

        grant("service", Resources.APPLICATION, "tasklist", Permissions.ACCESS);
        grant("service", Resources.FILTER, tasksOf("service", TASKS_OF_SERVICE), Permissions.READ);

        grant("warehouse", Resources.APPLICATION, "tasklist", Permissions.ACCESS);
        grant("warehouse", Resources.FILTER, tasksOf("warehouse", TASKS_OF_WAREHOUSE), Permissions.READ);
    }

    private void group(String id) {
        if (identity.createGroupQuery().groupId(id).count() == 0) {
            Group group = identity.newGroup(id);
            group.setName(id);
            group.setType(id.equals(Groups.CAMUNDA_ADMIN) ? Groups.GROUP_TYPE_SYSTEM : "role");
            identity.saveGroup(group);
        }
    }

    private void grant(String group, Resource resource, String resourceId, Permission... permissions) {
        List<Authorization> existing = authorizations
                .createAuthorizationQuery()
                .groupIdIn(group)
                .resourceType(resource)
                .resourceId(resourceId)
                .list();
        if (existing.isEmpty()) {
            Authorization granted = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
            granted.setGroupId(group);
            granted.setResource(resource);
            granted.setResourceId(resourceId);
            granted.setPermissions(permissions);
            authorizations.saveAuthorization(granted);
        }
    }

    /** Tasklist begins with no filter at all, which staff see as an empty page. */
    private String tasksOf(String group, String name) {
        return filter(name, tasks.createTaskQuery().taskCandidateGroup(group).includeAssignedTasks());
    }

    private String filter(String name, TaskQuery query) {
        Filter filter = filters.createFilterQuery().filterName(name).singleResult();
        if (filter == null) {
            filter = filters.newTaskFilter(name).setQuery(query).setProperties(Map.of("refresh", true));
            filters.saveFilter(filter);
        }
        return filter.getId();
    }
}
