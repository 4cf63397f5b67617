import type { Scenario } from "../scenario";
import { block } from "./text";

/** Who may what: realms, users, groups, tokens, roles, pools, and the jobs that fetch users. */
export const datacentreAccess: Scenario["files"] = {
  "user.cfg": block(`
    user:root@pam:1:0:::ops@datacentre.example:::
    user:ada@corp:1:0:Ada:Ng:ada@datacentre.example:::
    user:bo@corp:1:1798761600:Bo:O'Hara::on leave until spring::
    user:d.j-o_e+x@pve:1:0::::odd, but allowed::
    user:terraform@pve:1:0:::::
    user:gone@pve:0:0:::::
    token:terraform@pve!gate:0:1:what the gate uses:
    token:terraform@pve!read:1798761600:0::

    group:ops:ada@corp,bo@corp:Operations:
    group:auditors:d.j-o_e+x@pve::
    group:nobody:::

    pool:racks::100,101,200:shared:
    pool:racks/a:rack A only:105::
    pool:empty:::nas-1,pbs-a:

    role:Operator:VM.Audit,VM.Console,VM.PowerMgmt:
    role:Mapper:Mapping.Audit,Mapping.Use:
    role:Nothing::

    acl:1:/:@ops:PVEAdmin:
    acl:0:/:@auditors:PVEAuditor:
    acl:1:/pool/racks:terraform@pve:PVEVMAdmin,PVEPoolUser:
    acl:1:/vms/103:terraform@pve!gate:Operator:
    acl:1:/sdn/zones/lab:bo@corp:PVESDNUser:
    acl:1:/mapping/pci/gpu:@ops:Mapper:
    acl:1:/storage/tank-odd_1.x:d.j-o_e+x@pve:NoAccess:
  `),
  "domains.cfg": block(`
    pam: pam
    	comment Linux PAM standard authentication

    pve: pve
    	comment Proxmox VE authentication server

    ldap: corp
    	base_dn ou=people,dc=datacentre,dc=example
    	server1 ldap1.datacentre.example
    	user_attr uid
    	bind_dn cn=pve,dc=datacentre,dc=example
    	comment everybody
    	default 1
    	mode ldaps
    	server2 ldap2.datacentre.example
    	sync-defaults-options enable-new=1,remove-vanished=acl;entry,scope=both
    	verify 1

    ldap: old-corp
    	base_dn o=old
    	server1 10.20.0.80
    	user_attr cn

    openid: sso
    	client-id pve
    	issuer-url https://sso.datacentre.example/realms/main
    	autocreate 1
    	username-claim preferred_username

    openid: partner
    	client-id datacentre
    	issuer-url https://id.partner.example
  `),
};
