using WhatsAppKit.AspNetCore.Auth;

namespace WhatsAppKit.AspNetCore.Tests;

/// <summary>One caller of each kind, of a tenant of its own, and which of them each route lets in.</summary>
internal sealed class Callers
{
    private readonly Caller _person;
    private readonly Caller _program;

    private Callers(Tenant tenant, string instance, Caller program) => (Tenant, Instance, _person, _program) = (tenant, instance, tenant.Person, program);

    public Tenant Tenant { get; }

    public string Instance { get; }

    public static async Task<Callers> RegisterAsync(GatewayHost host)
    {
        var tenant = await Tenant.RegisterAsync(host);
        var instance = await tenant.CreateInstanceAsync();
        return new Callers(tenant, instance, await tenant.ProgramAsync(instance));
    }

    public Caller Of(ServedEndpoint endpoint) =>
        endpoint.IsOpen ? _person.With(null)
        : endpoint.Policy == Policies.Operator ? _person.With(GatewayHost.OperatorKey)
        : endpoint.Permission is null ? _person : _program;
}
