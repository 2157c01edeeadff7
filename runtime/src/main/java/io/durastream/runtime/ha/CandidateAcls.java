package io.durastream.runtime.ha;

import java.util.ArrayList;
import java.util.List;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;

/**
 * Who may do what with the nodes of candidates that have credentials: what belongs to the application is for its
 * candidates alone; above it others may put applications of their own, and nothing else.
 */
final class CandidateAcls implements ACLProvider {

    private final String application;

    /** @param application the node of the application */
    CandidateAcls(String application) {
        this.application = application;
    }

    @Override
    public List<ACL> getDefaultAcl() {
        return Ids.CREATOR_ALL_ACL;
    }

    @Override
    public List<ACL> getAclForPath(String path) {
        return path.equals(application) || path.startsWith(application + "/") ? Ids.CREATOR_ALL_ACL : shared();
    }

    private static List<ACL> shared() {
        List<ACL> acls = new ArrayList<>(Ids.CREATOR_ALL_ACL);
        acls.add(new ACL(Perms.CREATE | Perms.READ, Ids.ANYONE_ID_UNSAFE));
        return acls;
    }
}
