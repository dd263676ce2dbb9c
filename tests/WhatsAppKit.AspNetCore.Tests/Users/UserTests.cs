using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Users;

namespace WhatsAppKit.AspNetCore.Tests.Users;

public class UserTests(GatewayFixture gateway)
{
    private static readonly string[] Fields = ["id", "email", "name", "role", "isActive", "isInvited", "createdAt", "lastLoginAt"];

    [Fact]
    public async Task A_user_is_created_listed_renamed_and_deleted()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var (id, person, email) = await tenant.CreateUserAsync();
        var shown = (await tenant.Person.GetAsync($"/api/users/{id}")).Is(HttpStatusCode.OK);
        Assert.Equal(Fields, shown.Fields);
        Assert.Equal((email, "USER", "Other"), (shown["email"], shown["role"], shown["name"]));
        Assert.Equal([tenant.UserId, id], (await tenant.Person.GetAsync("/api/users")).Json.EnumerateArray().Select(each => each.GetProperty("id").GetString()));

        Assert.Equal("New", (await tenant.Person.PutAsync($"/api/users/{id}", new { name = " New " })).Is(HttpStatusCode.OK)["name"]);
        (await tenant.Person.DeleteAsync($"/api/users/{id}")).Is(HttpStatusCode.NoContent);

        (await tenant.Person.GetAsync($"/api/users/{id}")).IsProblem(HttpStatusCode.NotFound, "not-found");
        (await person.GetAsync("/api/auth/me")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await tenant.Person.PostAsync("/api/users", new { email = tenant.Email, name = "x", role = "USER" })).IsProblem(HttpStatusCode.Conflict, "email-taken");
    }

    [Fact]
    public async Task A_subscription_has_so_many_users_and_no_more()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        await using (var context = await gateway.Host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            context.Users.AddRange(Enumerable.Range(0, UserService.MaxUsers - 2).Select(i => new User
            {
                SubscriptionId = tenant.Subscription,
                Email = $"{i}-{tenant.Email}",
                Name = "One of many",
                Role = "USER",
                PasswordHash = "-",
                CreatedAt = DateTimeOffset.UnixEpoch,
            }));
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => tenant.Person.PostAsync("/api/users", new { email = $"new{i}-{tenant.Email}", name = "x", role = "USER" })));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.IsProblem(HttpStatusCode.Conflict, "user-limit-reached"));
        Assert.Equal(UserService.MaxUsers, (await tenant.Person.GetAsync("/api/users")).Json.GetArrayLength());
    }

    [Theory]
    [InlineData("role", """{"email":"a@b","name":"x"}""")]
    [InlineData("role", """{"email":"a@b","name":"x","role":"OWNER"}""")]
    [InlineData("name", """{"email":"a@b","name":"","role":"USER"}""")]
    [InlineData("email", """{"email":"a","name":"x","role":"USER"}""")]
    [InlineData("password", """{"email":"a@b","name":"x","role":"USER","password":"short"}""")]
    public async Task Bad_input_names_its_field(string field, string body)
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        (await tenant.Person.PostRawAsync("/api/users", body)).IsProblem(HttpStatusCode.BadRequest, "invalid-request", field);
    }

    [Fact]
    public async Task An_invited_user_sets_a_password_and_is_no_administrator_until_then()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var email = $"{Guid.NewGuid():N}@example.com";
        var invited = (await tenant.Person.PostAsync("/api/users", new { email, name = "x", role = "ADMINISTRATOR" })).Is(HttpStatusCode.Created);
        Assert.True(invited.Json.GetProperty("isInvited").GetBoolean());
        foreach (var password in new[] { "", "x", null })
        {
            (await gateway.Host.Anonymous().PostAsync("/api/auth/login", new { email, password })).IsProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        }

        (await tenant.Person.DeleteAsync($"/api/users/{tenant.UserId}")).IsProblem(HttpStatusCode.Conflict, "last-administrator");
        var message = await gateway.Host.Mailbox.LatestAsync(email);
        Assert.Equal(AccountMessageKind.Invitation, message.Kind);
        (await gateway.Host.Anonymous().PostAsync("/api/auth/reset-password", new { token = message.Token, password = Tenant.Password })).Is(HttpStatusCode.NoContent);
        var login = (await gateway.Host.Anonymous().PostAsync("/api/auth/login", new { email, password = Tenant.Password })).Is(HttpStatusCode.OK);
        (await tenant.Person.With(login["token"]).DeleteAsync($"/api/users/{tenant.UserId}")).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_role_and_a_deactivation_count_at_once_for_tokens_of_before()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var (id, person, email) = await tenant.CreateUserAsync("ADMINISTRATOR");
        (await person.GetAsync("/api/users")).Is(HttpStatusCode.OK);

        (await tenant.Person.PutAsync($"/api/users/{id}", new { role = "USER" })).Is(HttpStatusCode.OK);
        (await person.GetAsync("/api/users")).IsProblem(HttpStatusCode.Forbidden, "administrator-needed");
        (await person.GetAsync("/api/instances")).Is(HttpStatusCode.OK);

        (await tenant.Person.PostAsync($"/api/users/{id}/deactivate")).Is(HttpStatusCode.OK);
        (await person.GetAsync("/api/instances")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await gateway.Host.Anonymous().PostAsync("/api/auth/login", new { email, password = Tenant.Password })).IsProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        (await tenant.Person.PostAsync($"/api/users/{id}/activate")).Is(HttpStatusCode.OK);
        (await person.GetAsync("/api/instances")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await gateway.Host.Anonymous().PostAsync("/api/auth/login", new { email, password = Tenant.Password })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        await tenant.CreateUserAsync();
        var own = $"/api/users/{tenant.UserId}";
        (await tenant.Person.PutAsync(own, new { role = "USER" })).IsProblem(HttpStatusCode.Conflict, "last-administrator");
        (await tenant.Person.PostAsync(own + "/deactivate")).IsProblem(HttpStatusCode.Conflict, "last-administrator");
        (await tenant.Person.DeleteAsync(own)).IsProblem(HttpStatusCode.Conflict, "last-administrator");
        Assert.Equal("ADMINISTRATOR", (await tenant.Person.PutAsync(own, new { name = "Still" })).Is(HttpStatusCode.OK)["role"]);
    }

    [Fact]
    public async Task Administrators_who_remove_each_other_at_once_leave_one()
    {
        for (var round = 0; round < 4; round++)
        {
            var tenant = await Tenant.RegisterAsync(gateway.Host);
            List<(string Id, Caller Person)> all = [(tenant.UserId, tenant.Person)];
            for (var i = 0; i < 3; i++)
            {
                var (id, person, _) = await tenant.CreateUserAsync("ADMINISTRATOR");
                all.Add((id, person));
            }

            await Task.WhenAll(all.SelectMany((each, i) => new[]
            {
                each.Person.DeleteAsync($"/api/users/{all[(i + 1) % 4].Id}"),
                each.Person.PutAsync($"/api/users/{all[(i + 2) % 4].Id}", new { role = "USER" }),
                each.Person.PostAsync($"/api/users/{each.Id}/deactivate"),
            }));

            var lists = await Task.WhenAll(all.Select(each => each.Person.GetAsync("/api/users")));
            Assert.Contains(lists, list => list.Status == HttpStatusCode.OK);
        }
    }
}
