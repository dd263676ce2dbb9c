using WhatsAppKit.Contracts.Users;

namespace WhatsAppKit.Client.Users;

/// <summary>The users of a subscription. For administrators.</summary>
public interface IUsersClient
{
    /// <summary>All users, oldest first.</summary>
    Task<IReadOnlyList<UserDetailResponse>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Creates a user, or invites one when the request has no password.</summary>
    Task<UserDetailResponse> CreateAsync(CreateUserRequest request, CancellationToken cancellationToken = default);

    /// <summary>One user.</summary>
    Task<UserDetailResponse> GetAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Renames a user or gives another role. The last administrator keeps it: <c>last-administrator</c>.</summary>
    Task<UserDetailResponse> UpdateAsync(string userId, UpdateUserRequest request, CancellationToken cancellationToken = default);

    /// <summary>Locks a user out at once.</summary>
    Task<UserDetailResponse> DeactivateAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Lets a user in again.</summary>
    Task<UserDetailResponse> ActivateAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Deletes a user.</summary>
    Task DeleteAsync(string userId, CancellationToken cancellationToken = default);
}
